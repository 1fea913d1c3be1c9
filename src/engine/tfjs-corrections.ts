import { correctAveragePool } from './corrections/average-pool.ts';
import { correctBatchNorm } from './corrections/batch-norm.ts';
import { correctBroadcasts } from './corrections/broadcast.ts';
import { correctComparisons } from './corrections/comparisons.ts';
import { correctConvolutions } from './corrections/convolution.ts';
import { correctEinsum } from './corrections/einsum.ts';
import { correctFusedConvolutions } from './corrections/fused-convolution.ts';
import { correctGather } from './corrections/gather.ts';
import { correctNativeKernels } from './corrections/native/kernels.ts';
import { correctRearrangements } from './corrections/rearrangement.ts';
import { correctResize } from './corrections/resize.ts';
import { correctScans } from './corrections/scan.ts';
import { correctTile } from './corrections/tile.ts';

/**
 * Corrects gradients that TensorFlow.js 4.22 computes wrongly or not at all, for eager runs and for recordings alike, and
 * the kernels of tfjs-node that refuse what those of the other backends compute. Values of forward passes are otherwise
 * untouched. Calling it again changes nothing, unless a backend was loaded in the meantime: then its kernels are corrected.
 */
export function installCorrections(): void {
  correctBatchNorm();
  correctComparisons();
  correctAveragePool();
  correctConvolutions();
  correctFusedConvolutions();
  correctResize();
  correctBroadcasts();
  correctEinsum();
  correctGather();
  correctRearrangements();
  correctScans();
  correctNativeKernels();
  correctTile();
}
