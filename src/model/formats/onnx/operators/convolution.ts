import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { operator } from '../../../network/operation.ts';
import { grouped } from './groups.ts';
import type { OnnxNode } from './node.ts';
import { define, type OnnxOperator } from './operator.ts';
import {
  asTwo,
  channelsFirst,
  channelsLast,
  inTwoDimensions,
  padsOf,
  placesOf,
  type Window,
  windowsOf,
} from './windows.ts';

/** A filter [O, I, L] as [O, I, 1, L]. */
export function filterInTwo(filter: Tensor): Tensor4D {
  if (filter.rank === 4) return filter as Tensor4D;
  const [o, i, length] = filter.shape;
  return tf.reshape(filter, [o, i, 1, length]);
}

/** A filter with zeros between its taps, [O, I, H, W]. */
function stuffed(filter: Tensor4D, [rows, columns]: readonly [Window, Window]): Tensor4D {
  const [o, i, h, w] = filter.shape;
  const apart = tf.pad(tf.reshape(filter, [o, i, h, 1, w, 1]), [
    [0, 0],
    [0, 0],
    [0, 0],
    [0, rows.dilation - 1],
    [0, 0],
    [0, columns.dilation - 1],
  ]);
  const whole = tf.reshape<tf.Rank.R4>(apart, [o, i, h * rows.dilation, w * columns.dilation]);
  const kept = [(h - 1) * rows.dilation + 1, (w - 1) * columns.dilation + 1];
  return tf.slice(whole, [0, 0, 0, 0], [o, i, kept[0], kept[1]]);
}

/** The convolution of an image [N, H, W, C] with a filter [O, I, H, W] by windows, O x N x rows x columns channels last. */
export function convolve(
  image: Tensor4D,
  filter: Tensor4D,
  windows: readonly [Window, Window],
  groups: number,
): Tensor4D {
  const [rows, columns] = windows;
  const strided = rows.stride > 1 || columns.stride > 1;
  const dilated = rows.dilation > 1 || columns.dilation > 1;
  // TensorFlow.js takes one or the other.
  if (strided && dilated) {
    const plain = (window: Window) => ({ ...window, dilation: 1 });
    return convolve(image, stuffed(filter, windows), [plain(rows), plain(columns)], groups);
  }
  const strides: [number, number] = [rows.stride, columns.stride];
  const dilations: [number, number] = [rows.dilation, columns.dilation];
  const settings = { strides, dilations, pad: padsOf(windows) };
  if (groups === 1) {
    const own = tf.transpose(filter, [2, 3, 1, 0]);
    return tf.conv2d(image, own, strides, settings.pad, 'NHWC', dilations);
  }
  return grouped(image, filter, groups, settings);
}

/** The kernel of a convolution as its node states it, checked against what reaches it. */
export function kernelOf(node: OnnxNode, filter: Tensor): readonly number[] {
  const own = filter.shape.slice(2);
  const stated = node.ints('kernel_shape', own);
  return `${stated}` === `${own}`
    ? own
    : node.refuse(`kernel_shape [${own}], as its filter has`, `[${stated}]`);
}

function convolution([x, filter, bias]: readonly (Tensor | null)[], node: OnnxNode): Tensor {
  const windows = windowsOf(node, kernelOf(node, filter!), x!.shape.slice(2));
  const groups = node.int('group', 1);
  const [o, i] = filter!.shape;
  if (i * groups !== x!.shape[1] || o % groups !== 0)
    node.refuse(
      `a filter [O, I, ...] for ${x!.shape[1]} channels in ${groups} groups`,
      `one of shape [${filter!.shape}]`,
    );
  // Of an empty batch the shape is all that is asked for, and turning the filter round would take most of the time.
  const places = windows.map((window, axis) => placesOf(x!.shape[2 + axis], window));
  if (x!.size === 0 && places.every((count) => count > 0)) return tf.zeros([x!.shape[0], o, ...places]);
  return inTwoDimensions(x!, node, (image) => {
    const result = convolve(channelsLast(image), filterInTwo(filter!), asTwo(windows), groups);
    return channelsFirst(bias ? tf.add(result, bias) : result);
  });
}

export const convolutions: readonly OnnxOperator[] = [
  define('Conv', operator('convolution'), convolution, {
    roles: ['other', 'kernel', 'bias'],
    limits: 'one or two spatial axes',
  }),
];
