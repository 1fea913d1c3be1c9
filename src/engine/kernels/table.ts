import { activationKernels } from './activation.ts';
import { arithmeticKernels } from './arithmetic.ts';
import { batchNormKernels } from './batch-norm.ts';
import { blockKernels } from './blocks.ts';
import { constantKernels } from './constant.ts';
import { convolutionKernels } from './convolution.ts';
import { convolutionGradientKernels } from './convolution-gradient.ts';
import { einsumKernels } from './einsum.ts';
import { filterGradientKernels } from './filter-gradient.ts';
import { geluKernels } from './gelu.ts';
import { indexingKernels } from './indexing.ts';
import type { KernelTable } from './kernel.ts';
import { layerNormKernels } from './layer-norm.ts';
import { maskKernels } from './mask.ts';
import { matMulKernels } from './matmul.ts';
import { maxPoolGradientKernels } from './max-pool-gradient.ts';
import { mirrorPadKernels } from './mirror-pad.ts';
import { partKernels } from './parts.ts';
import { poolingKernels } from './pooling.ts';
import { reductionKernels } from './reduction.ts';
import { reshapeKernels } from './reshape.ts';
import { resizeKernels } from './resize.ts';
import { responseNormKernels } from './response-norm.ts';
import { scanKernels } from './scan.ts';
import { selectionKernels } from './selection.ts';

/** Every kernel that can be compiled, by the name that tfjs gives it; masks, Gelu, LayerNorm and grouped convolutions are made by the simplification. */
export const kernelTable: KernelTable = {
  ...activationKernels,
  ...arithmeticKernels,
  ...batchNormKernels,
  ...blockKernels,
  ...constantKernels,
  ...convolutionKernels,
  ...convolutionGradientKernels,
  ...einsumKernels,
  ...filterGradientKernels,
  ...geluKernels,
  ...indexingKernels,
  ...layerNormKernels,
  ...maskKernels,
  ...matMulKernels,
  ...maxPoolGradientKernels,
  ...mirrorPadKernels,
  ...partKernels,
  ...poolingKernels,
  ...reductionKernels,
  ...reshapeKernels,
  ...resizeKernels,
  ...responseNormKernels,
  ...scanKernels,
  ...selectionKernels,
};
