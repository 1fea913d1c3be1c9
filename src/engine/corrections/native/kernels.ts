import { correctNativeConvolutions } from './convolution.ts';
import { correctNativeIndices } from './indices.ts';
import { correctNativePools } from './pooling.ts';

/** The name that tfjs-node and tfjs-node-gpu both give their backend. */
const BACKEND = 'tensorflow';

/** Makes the kernels of TensorFlow's library mean what those of the `cpu` backend mean, where it is loaded. */
export function correctNativeKernels(): void {
  correctNativeConvolutions(BACKEND);
  correctNativePools(BACKEND);
  correctNativeIndices(BACKEND);
}
