import type { KernelFunc, NamedAttrMap, NamedTensorMap, TensorInfo } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';

/** What tfjs hands to a kernel: tensors, though it promises less. */
export interface Given {
  readonly inputs: NamedTensorMap;
  readonly attrs: NamedAttrMap;
  readonly backend: unknown;
}

export type Kernel = (given: Given) => TensorInfo;

/** Makes a kernel from the one that a backend has registered. */
export type Correction = (registered: Kernel) => Kernel;

const corrected = new WeakSet<KernelFunc>();

/**
 * Puts a corrected kernel in the place of a backend's own. Does nothing where the backend is not loaded, or has the
 * corrected one already; a backend that was loaded in the meantime, and brought its own again, is corrected anew.
 */
export function replaceKernel(kernelName: string, backendName: string, correction: Correction): void {
  const config = tf.getKernel(kernelName, backendName);
  if (!config || corrected.has(config.kernelFunc)) return;
  const kernelFunc = correction(config.kernelFunc as unknown as Kernel) as unknown as KernelFunc;
  corrected.add(kernelFunc);
  tf.unregisterKernel(kernelName, backendName);
  tf.registerKernel({ ...config, kernelFunc });
}
