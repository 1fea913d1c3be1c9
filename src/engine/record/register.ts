import '../../tfjs-cpu.ts';
import * as tf from '@tensorflow/tfjs-core';
import { kernelTable } from '../kernels/table.ts';
import { RecordingBackend } from './backend.ts';

/** The name under which tfjs knows the recording backend. */
export const BACKEND_NAME = 'saliency-record';

let backend: RecordingBackend | undefined;

/**
 * The recording backend, registered with tfjs on the first call. Kernels that the `cpu` backend has and the kernel
 * table has not are registered too, so that using one is reported by its name.
 */
export function recordingBackend(): RecordingBackend {
  if (backend) return backend;
  const made = new RecordingBackend();
  backend = made;
  // Priority 0: tfjs must never choose it by itself.
  tf.registerBackend(BACKEND_NAME, () => made, 0);
  const names = new Set([
    ...Object.keys(kernelTable),
    ...tf.getKernelsForBackend('cpu').map((k) => k.kernelName),
  ]);
  for (const kernelName of names) {
    tf.registerKernel({
      kernelName,
      backendName: BACKEND_NAME,
      kernelFunc: ({ inputs, attrs }) => made.record(kernelName, inputs, attrs ?? {}),
    });
  }
  return made;
}
