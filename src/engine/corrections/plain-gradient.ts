// Only this package registers the gradients of the kernels; tfjs-core alone comes without them.
import '@tensorflow/tfjs-layers';
import type { GradConfig } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';

/** The gradient that tfjs itself has for a kernel. To be taken when a module loads, before anything replaces it. */
export function plainGradient(kernelName: string): GradConfig {
  const config = tf.getGradient(kernelName);
  if (!config) throw new Error(`TensorFlow.js has no gradient for the kernel ${kernelName}`);
  return config;
}
