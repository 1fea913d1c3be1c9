import { activationKernels } from './activation.ts';
import { arithmeticKernels } from './arithmetic.ts';
import { batchNormKernels } from './batch-norm.ts';
import { constantKernels } from './constant.ts';
import { convolutionKernels } from './convolution.ts';
import { convolutionGradientKernels } from './convolution-gradient.ts';
import { filterGradientKernels } from './filter-gradient.ts';
import type { KernelTable } from './kernel.ts';
import { maskKernels } from './mask.ts';
import { matMulKernels } from './matmul.ts';
import { maxPoolGradientKernels } from './max-pool-gradient.ts';
import { partKernels } from './parts.ts';
import { poolingKernels } from './pooling.ts';
import { reductionKernels } from './reduction.ts';
import { reshapeKernels } from './reshape.ts';
import { resizeKernels } from './resize.ts';
import { selectionKernels } from './selection.ts';

/** Every kernel that can be compiled, by the name that tfjs gives it; the masks are made by the simplification. */
export const kernelTable: KernelTable = {
  ...activationKernels,
  ...arithmeticKernels,
  ...batchNormKernels,
  ...constantKernels,
  ...convolutionKernels,
  ...convolutionGradientKernels,
  ...filterGradientKernels,
  ...maskKernels,
  ...matMulKernels,
  ...maxPoolGradientKernels,
  ...partKernels,
  ...poolingKernels,
  ...reductionKernels,
  ...reshapeKernels,
  ...resizeKernels,
  ...selectionKernels,
};
