import * as tf from '@tensorflow/tfjs-core';
import { intercept, isKernelCall } from './interception.ts';

let installed = false;

/**
 * BatchNorm without scale or offset (Keras: `scale=False`, `center=False`) cannot be differentiated, because tfjs
 * saves a scale that is not there. Ones and zeros [channels] take the place of what is missing.
 */
export function correctBatchNorm(): void {
  if (installed) return;
  installed = true;
  intercept((run) => (call) => {
    if (!isKernelCall(call) || call.kernelName !== 'FusedBatchNorm') return run(call);
    const { mean, scale, offset } = call.inputs;
    if (scale && offset) return run(call);
    const inputs = {
      ...call.inputs,
      scale: scale ?? tf.ones(mean.shape),
      offset: offset ?? tf.zeros(mean.shape),
    };
    return run({ ...call, inputs });
  });
}
