import * as tf from '@tensorflow/tfjs-core';
import { ensureBackend } from './ensure-backend.ts';

/** Runs on the cpu backend, frees every tensor and puts the backend back. */
export function onCpu<T>(body: () => T): T {
  ensureBackend();
  const previous = tf.getBackend();
  // A promise, but fulfilled when it returns: the cpu backend is made by a synchronous factory.
  void tf.setBackend('cpu');
  tf.engine().startScope();
  try {
    return body();
  } finally {
    tf.engine().endScope();
    void tf.setBackend(previous || 'cpu');
  }
}
