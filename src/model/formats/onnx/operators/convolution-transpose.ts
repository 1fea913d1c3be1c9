import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { operator } from '../../../network/operation.ts';
import { convolve, filterInTwo, kernelOf } from './convolution.ts';
import type { OnnxNode } from './node.ts';
import { define, type OnnxOperator } from './operator.ts';
import {
  asTwo,
  channelsFirst,
  channelsLast,
  inTwoDimensions,
  perAxis,
  reach,
  type Window,
} from './windows.ts';

/** Along one axis: how a result is made of zeros between pixels and a window of stride 1. */
interface Spread extends Window {
  /** The length of the result. */
  readonly length: number;
}

const AUTOMATIC = ['NOTSET', 'SAME_UPPER', 'SAME_LOWER', 'VALID'] as const;

function spreadsOf(node: OnnxNode, sizes: readonly number[], lengths: readonly number[]): Spread[] {
  const count = lengths.length;
  const strides = perAxis(node, 'strides', count, 1);
  const dilations = perAxis(node, 'dilations', count, 1);
  const pads = perAxis(node, 'pads', 2 * count, 0);
  const more = perAxis(node, 'output_padding', count, 0);
  const automatic = node.text('auto_pad', AUTOMATIC, 'NOTSET');
  const stated = node.ints('output_shape');
  return lengths.map((length, axis) => {
    const [size, stride, dilation] = [sizes[axis], strides[axis], dilations[axis]];
    const whole = stride * (length - 1) + more[axis] + reach({ size, dilation });
    const wanted = stated?.at(axis - count) ?? (/SAME/.test(automatic) ? length * stride : undefined);
    if (wanted === undefined) {
      const [before, after] = automatic === 'VALID' ? [0, 0] : [pads[axis], pads[count + axis]];
      return { size, stride, dilation, before, after, length: whole - before - after };
    }
    const cut = Math.max(0, whole - wanted);
    const less = Math.floor(cut / 2);
    const before = automatic === 'SAME_UPPER' ? less : cut - less;
    return { size, stride, dilation, before, after: cut - before, length: wanted };
  });
}

/** Zeros between the pixels of [N, H, W, C], and so many behind the last that a window of stride 1 gives the result. */
function apart(image: Tensor4D, [rows, columns]: readonly [Spread, Spread]): Tensor4D {
  const [n, h, w, c] = image.shape;
  const wide = tf.pad(tf.reshape(image, [n, h, 1, w, 1, c]), [
    [0, 0],
    [0, 0],
    [0, rows.stride - 1],
    [0, 0],
    [0, columns.stride - 1],
    [0, 0],
  ]);
  const whole = tf.reshape<tf.Rank.R4>(wide, [n, h * rows.stride, w * columns.stride, c]);
  return tf.slice(whole, [0, 0, 0, 0], [n, (h - 1) * rows.stride + 1, (w - 1) * columns.stride + 1, c]);
}

/** A filter [C, O / groups, H, W] turned round, as the one of a convolution [O, C / groups, H, W]. */
function turned(filter: Tensor4D, groups: number): Tensor4D {
  const [c, o, h, w] = filter.shape;
  const parted = tf.reshape(tf.reverse(filter, [2, 3]), [groups, c / groups, o, h, w]);
  return tf.reshape(tf.transpose(parted, [0, 2, 1, 3, 4]), [groups * o, c / groups, h, w]);
}

function backwards(image: Tensor4D, filter: Tensor4D, spreads: [Spread, Spread], groups: number): Tensor4D {
  const plain = spreads.every(
    ({ dilation, stride, size, before, after, length }, axis) =>
      dilation === 1 &&
      before >= 0 &&
      after >= 0 &&
      before < size &&
      after < size &&
      Math.floor((length + before + after - size) / stride) + 1 === image.shape[1 + axis],
  );
  const [rows, columns] = spreads;
  if (groups === 1 && plain) {
    const own = tf.transpose(filter, [2, 3, 1, 0]);
    const shape: Tensor4D['shape'] = [image.shape[0], rows.length, columns.length, filter.shape[1]];
    return tf.conv2dTranspose(
      image,
      own,
      shape,
      [rows.stride, columns.stride],
      [
        [0, 0],
        [rows.before, rows.after],
        [columns.before, columns.after],
        [0, 0],
      ],
    );
  }
  const wide = apart(image, spreads);
  const around = ({ before, length, ...window }: Spread, extent: number): Window => {
    const first = reach(window) - 1 - before;
    return { ...window, stride: 1, before: first, after: length + reach(window) - 1 - extent - first };
  };
  const windows: [Window, Window] = [around(rows, wide.shape[1]), around(columns, wide.shape[2])];
  return convolve(
    cropped(wide, windows),
    turned(filter, groups),
    windows.map(within) as [Window, Window],
    groups,
  );
}

const within = (window: Window): Window => ({
  ...window,
  before: Math.max(0, window.before),
  after: Math.max(0, window.after),
});

/** Pads below zero are cut off an image [N, H, W, C]. */
function cropped(image: Tensor4D, windows: readonly [Window, Window]): Tensor4D {
  const from = windows.map(({ before }) => Math.max(0, -before));
  const [h, w] = windows.map(({ after }, axis) => image.shape[1 + axis] - from[axis] - Math.max(0, -after));
  if (h === image.shape[1] && w === image.shape[2]) return image;
  return tf.slice(image, [0, ...from, 0], [image.shape[0], h, w, image.shape[3]]);
}

function transposed([x, filter, bias]: readonly (Tensor | null)[], node: OnnxNode): Tensor {
  const groups = node.int('group', 1);
  if (filter!.shape[0] !== x!.shape[1] || x!.shape[1] % groups !== 0)
    node.refuse(
      `a filter [C, O, ...] for ${x!.shape[1]} channels in ${groups} groups`,
      `one of shape [${filter!.shape}]`,
    );
  const spreads = spreadsOf(node, kernelOf(node, filter!), x!.shape.slice(2));
  return inTwoDimensions(x!, node, (image) => {
    const two = asTwo(spreads) as [Spread, Spread];
    if (spreads.length === 1) two[0] = { ...two[0], length: 1 };
    const result = backwards(channelsLast(image), filterInTwo(filter!), two, groups);
    return channelsFirst(bias ? tf.add(result, bias) : result);
  });
}

export const transposedConvolutions: readonly OnnxOperator[] = [
  define('ConvTranspose', operator('convolution'), transposed, {
    roles: ['other', 'kernel', 'bias'],
    limits: 'one or two spatial axes',
  }),
];
