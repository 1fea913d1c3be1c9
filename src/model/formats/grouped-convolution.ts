import type { Tensor4D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';

export interface ConvolutionSettings {
  readonly strides: [number, number];
  readonly dilations: [number, number];
  readonly pad: 'same' | 'valid' | tf.backend_util.ExplicitPadding;
}

/**
 * The number of groups that an image [N, H, W, C] and a filter [h, w, C / groups, O] are in; 1 where their shapes are those of
 * a convolution that is not in groups, or of none.
 */
export function groupsOf({ shape: image }: tf.Tensor, { shape: filter }: tf.Tensor): number {
  if (image.length !== 4 || filter.length !== 4) return 1;
  const groups = image[3] / filter[2];
  return Number.isInteger(groups) && filter[3] % groups === 0 ? groups : 1;
}

/**
 * The convolution of an image [N, H, W, C] whose channels are in groups, each with its part of a filter [h, w, C / groups, O].
 * The compiled engine makes one convolution of it. Of one channel a group it is a depthwise convolution.
 */
export function groupedConvolution(
  image: Tensor4D,
  filter: Tensor4D,
  { strides, dilations, pad }: ConvolutionSettings,
): Tensor4D {
  const groups = groupsOf(image, filter);
  const [height, width, channels, filters] = filter.shape;
  if (channels === 1) {
    const own = tf.reshape<tf.Rank.R4>(filter, [height, width, groups, filters / groups]);
    return tf.depthwiseConv2d(image, own, strides, pad, 'NHWC', dilations);
  }
  const [images, kernels] = [image, filter].map((whole) => tf.split<Tensor4D>(whole, groups, 3));
  const parts = images.map((part, i) => tf.conv2d(part, kernels[i], strides, pad, 'NHWC', dilations));
  return tf.concat(parts, 3);
}
