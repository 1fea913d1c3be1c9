import type { Tensor4D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';

export interface GroupSettings {
  readonly strides: [number, number];
  readonly dilations: [number, number];
  readonly pad: tf.backend_util.ExplicitPadding;
}

/**
 * The convolution of an image [N, H, W, C] whose channels are in groups, each with filters of its own, [O, C / groups, H, W].
 * Of one channel a group it is a depthwise convolution.
 */
export function grouped(
  image: Tensor4D,
  filter: Tensor4D,
  groups: number,
  { strides, dilations, pad }: GroupSettings,
): Tensor4D {
  const [o, i, h, w] = filter.shape;
  if (i === 1) {
    const parted = tf.reshape<tf.Rank.R4>(filter, [groups, o / groups, h, w]);
    const own = tf.transpose(parted, [2, 3, 0, 1]);
    return tf.depthwiseConv2d(image, own, strides, pad, 'NHWC', dilations);
  }
  const images = tf.split<Tensor4D>(image, groups, 3);
  const filters = tf.split<Tensor4D>(tf.transpose(filter, [2, 3, 1, 0]), groups, 3);
  const parts = images.map((part, group) => tf.conv2d(part, filters[group], strides, pad, 'NHWC', dilations));
  return tf.concat(parts, 3);
}
