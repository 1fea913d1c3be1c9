import '../../tfjs-cpu.ts';
import * as tf from '@tensorflow/tfjs-core';

/** Makes sure that there is a backend, without changing one that is there: networks are built of tensors. */
export function ensureBackend(): void {
  if (!tf.getBackend()) tf.setBackend('cpu');
}
