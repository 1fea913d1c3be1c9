import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { intercept, isKernelCall, type KernelCall } from './corrections/interception.ts';

/** Of softplus(s x) / s: the larger, the nearer it is to a ReLU. */
export const SHARPNESS = 10;

/**
 * Runs a forward pass with softplus(10 x) / 10 in the place of every ReLU, capped and leaky ones included: a network whose gradient
 * can be differentiated (Ghorbani et al. 2019; Dombrowski et al. 2019). Works eagerly and while recording; what runs after `fn`
 * is as it was.
 */
export function withSoftplus<T>(fn: () => T): T {
  const takeOff = intercept((run) => (call) => {
    const unit = isKernelCall(call) ? UNITS[call.kernelName] : undefined;
    return unit ? unit(call as KernelCall) : run(call);
  });
  try {
    return fn();
  } finally {
    takeOff();
  }
}

const softplus = (x: Tensor): Tensor => tf.div(tf.softplus(tf.mul(x, SHARPNESS)), SHARPNESS);

/** A unit that is x above zero, and a share of it below. */
const leaky = (x: Tensor, share: number | Tensor): Tensor =>
  tf.add(tf.mul(x, share), tf.mul(softplus(x), tf.sub(1, share)));

/** x between two limits, of which a huge one is none. */
function limited(x: Tensor, low: number, high: number): Tensor {
  const above = Math.abs(low) < NO_LIMIT ? tf.add(softplus(tf.sub(x, low)), low) : tf.add(x, 0);
  return Math.abs(high) < NO_LIMIT ? tf.sub(above, softplus(tf.sub(x, high))) : above;
}

const NO_LIMIT = 1e30;

const operand = ({ inputs }: KernelCall, name = 'x'): Tensor => inputs[name] as Tensor;

const UNITS: Readonly<Record<string, (call: KernelCall) => Tensor>> = {
  Relu: (call) => softplus(operand(call)),
  Relu6: (call) => tf.sub(softplus(operand(call)), softplus(tf.sub(operand(call), 6))),
  // Exporters write capped units as limits.
  ClipByValue: (call) =>
    limited(operand(call), Number(call.attrs.clipValueMin), Number(call.attrs.clipValueMax)),
  LeakyRelu: (call) => leaky(operand(call), Number(call.attrs.alpha)),
  Prelu: (call) => leaky(operand(call), operand(call, 'alpha')),
};
