import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';

/** The batch axis: the first one, but where a matrix product has put one of length 1 before it. */
const batchAxis = ({ shape }: Tensor): number => (shape[0] === 1 && shape.length > 1 ? 1 : 0);

/** A tensor of inputs and references, apart. */
export const halves = (tensor: Tensor): [own: Tensor, reference: Tensor] =>
  tf.split(tensor, 2, batchAxis(tensor)) as [Tensor, Tensor];

/** The multiplier of the inputs, with nothing for the references, which are not explained: shaped as the whole is. */
export const ofInputs = (multiplier: Tensor, whole: Tensor): Tensor =>
  tf.concat([multiplier, tf.zerosLike(multiplier)], batchAxis(whole));

/** Differences below this count as none (the authors' package has 1e-7, SHAP and captum 1e-6 to 1e-10). */
const NONE = 1e-10;

/**
 * change / difference; `otherwise` where there is no difference. `finite` says that `otherwise` is a number everywhere: then
 * both are mixed by products, which run several times as fast as a choice.
 */
export function slope(change: Tensor, difference: Tensor, otherwise: Tensor, finite: boolean): Tensor {
  const small = tf.less(tf.abs(difference), NONE);
  const none = tf.cast(small, 'float32');
  const quotient = tf.div(change, tf.add(difference, none));
  if (!finite) return tf.where(small, otherwise, quotient);
  return tf.add(tf.mul(quotient, tf.sub(1, none)), tf.mul(otherwise, none));
}

/** The same with nothing where there is no difference. */
export function slopeOrNothing(change: Tensor, difference: Tensor): Tensor {
  const some = tf.cast(tf.greaterEqual(tf.abs(difference), NONE), 'float32');
  return tf.mul(tf.div(change, tf.add(difference, tf.sub(1, some))), some);
}
