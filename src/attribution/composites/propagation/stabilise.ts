import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';

/** What keeps the denominators of propagation rules away from zero. */
export const SMALL = 1e-6;

/** d + e sign(d) with sign(0) = +1, for a number or a tensor e. */
export function stabilised(denominator: Tensor, by: number | Tensor = SMALL): Tensor {
  const positive = tf.cast(tf.greaterEqual(denominator, 0), 'float32');
  // d - e, and 2 e where d is not negative: in this order a convolution with a sum does it in one pass.
  const twice = typeof by === 'number' ? 2 * by : tf.mul(by, 2);
  return tf.add(tf.sub(tf.mul(positive, twice), by), denominator);
}

const LARGEST = 3.4e38;

/** Sums of what is nowhere negative and of e, which rounding may have brought below e. */
export const above = (sum: Tensor): Tensor => tf.clipByValue(sum, SMALL, LARGEST);

/** Sums of what is nowhere positive and of -e. */
export const below = (sum: Tensor): Tensor => tf.clipByValue(sum, -LARGEST, -SMALL);

/** Quotients with 0/0 = 0, for denominators that are zero only where the numerators are. */
export const quotient = (numerator: Tensor, denominator: Tensor): Tensor =>
  tf.div(numerator, tf.add(denominator, tf.cast(tf.equal(denominator, 0), 'float32')));

/** Root of the mean square of every example's values, [N, 1, ...]. */
export function rootMeanSquare(values: Tensor): Tensor {
  const axes = values.shape.map((_, axis) => axis).slice(1);
  return tf.sqrt(tf.mean(tf.square(values), axes, true));
}
