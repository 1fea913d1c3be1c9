import * as tf from '@tensorflow/tfjs-core';
import type { BackwardRule, Composite } from '../../engine/composite.ts';
import { positive } from './signal.ts';

const RULES: Readonly<Record<string, BackwardRule>> = {
  Relu: (dy, { inputs: { x } }) => ({ x: () => tf.mul(positive(dy), tf.step(x)) }),
  Relu6: (dy, { inputs: { x } }) => ({
    x: () => tf.mul(tf.mul(positive(dy), tf.step(x)), tf.cast(tf.lessEqual(x, 6), 'float32')),
  }),
};

/**
 * A signal passes a ReLU where the derivative is 1 and the signal positive (Springenberg et al. 2015, section 3.4). Fused
 * kernels run as convolution, bias and ReLU under a gradient. Other caps on a ReLU need nothing: their own derivative is
 * zero above.
 */
export const guided: Composite = {
  name: 'guided',
  kernels: ['Relu', 'Relu6'],
  ruleFor: (kernel) => RULES[kernel] ?? null,
};
