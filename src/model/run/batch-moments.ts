import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';

/**
 * Mean and population variance by the entries of one axis: by `share` (of shape [1], 0 to 1) those of x, by 1 - share
 * the given ones.
 */
export function blendedMoments(
  x: Tensor,
  axis: number,
  share: Tensor,
  own: readonly [Tensor, Tensor],
): [Tensor, Tensor] {
  const others = x.shape.map((_, i) => i).filter((i) => i !== axis);
  const mean = tf.mean(x, others, true);
  const found = [mean, tf.mean(tf.square(tf.sub(x, mean)), others)];
  const [blendedMean, blendedVariance] = own.map((value, i) =>
    tf.add(value, tf.mul(share, tf.sub(tf.reshape(found[i], value.shape), value))),
  );
  return [blendedMean, blendedVariance];
}
