import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';

/** What keeps the denominators of propagation rules away from zero. */
export const SMALL = 1e-6;

/** d + e sign(d) with sign(0) = +1, for a number or a tensor e. */
export function stabilised(denominator: Tensor, by: number | Tensor = SMALL): Tensor {
  const positive = tf.cast(tf.greaterEqual(denominator, 0), 'float32');
  const sign = tf.sub(tf.mul(positive, 2), 1);
  return tf.add(denominator, tf.mul(sign, by));
}

/** Quotients with 0/0 = 0, for denominators that are zero only where the numerators are. */
export const quotient = (numerator: Tensor, denominator: Tensor): Tensor =>
  tf.div(numerator, tf.add(denominator, tf.cast(tf.equal(denominator, 0), 'float32')));

/** Root of the mean square of every example's values, [N, 1, ...]. */
export function rootMeanSquare(values: Tensor): Tensor {
  const axes = values.shape.map((_, axis) => axis).slice(1);
  return tf.sqrt(tf.mean(tf.square(values), axes, true));
}
