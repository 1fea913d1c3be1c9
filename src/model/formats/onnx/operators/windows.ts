import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { OnnxNode } from './node.ts';

/** Along one axis: how a window moves. */
export interface Window {
  readonly size: number;
  readonly stride: number;
  readonly dilation: number;
  readonly before: number;
  readonly after: number;
}

/** What a window spans with its gaps. */
export const reach = ({ size, dilation }: Pick<Window, 'size' | 'dilation'>): number =>
  (size - 1) * dilation + 1;

/** How many places a window has along an axis. */
export const placesOf = (length: number, window: Window): number =>
  Math.floor((length + window.before + window.after - reach(window)) / window.stride) + 1;

const AUTOMATIC = ['NOTSET', 'SAME_UPPER', 'SAME_LOWER', 'VALID'] as const;

/** A list with an entry for each spatial axis. */
export function perAxis(node: OnnxNode, name: string, count: number, otherwise: number): readonly number[] {
  const list = node.ints(name, Array<number>(count).fill(otherwise));
  return list.length === count ? list : node.refuse(`${count} numbers as ${name}`, `[${list}]`);
}

/** The windows of a convolution or a pooling, by axis, for the lengths of what they move over. */
export function windowsOf(node: OnnxNode, sizes: readonly number[], lengths: readonly number[]): Window[] {
  const count = lengths.length;
  const strides = perAxis(node, 'strides', count, 1);
  const dilations = perAxis(node, 'dilations', count, 1);
  const pads = perAxis(node, 'pads', 2 * count, 0);
  const automatic = node.text('auto_pad', AUTOMATIC, 'NOTSET');
  const positive = [...sizes, ...strides, ...dilations].every((value) => value > 0);
  if (!positive || sizes.length !== count)
    node.refuse(
      `windows over ${count} axes`,
      `kernel [${sizes}], strides [${strides}], dilations [${dilations}]`,
    );
  return lengths.map((length, axis) => {
    const [size, stride, dilation] = [sizes[axis], strides[axis], dilations[axis]];
    const [before, after] =
      automatic === 'NOTSET'
        ? [pads[axis], pads[count + axis]]
        : automatic === 'VALID'
          ? [0, 0]
          : same(length, stride, reach({ size, dilation }), automatic === 'SAME_UPPER');
    return { size, stride, dilation, before, after };
  });
}

function same(length: number, stride: number, span: number, upper: boolean): [number, number] {
  const missing = Math.max(0, (Math.ceil(length / stride) - 1) * stride + span - length);
  const less = Math.floor(missing / 2);
  return upper ? [less, missing - less] : [missing - less, less];
}

/** Wider at the end by what the last window lacks, where sizes are rounded up: it has to begin inside the image or before it. */
export function roundedUp(window: Window, length: number): Window {
  const room = length + window.before + window.after - reach(window);
  let places = Math.ceil(room / window.stride) + 1;
  if ((places - 1) * window.stride >= length + window.before) places--;
  return { ...window, after: (places - 1) * window.stride + reach(window) - length - window.before };
}

/**
 * What a function of images in two dimensions makes of an image in one: [N, C, L] is given to it as [N, C, 1, L]. Images of
 * other ranks are refused.
 */
export function inTwoDimensions(x: Tensor, node: OnnxNode, f: (image: tf.Tensor4D) => tf.Tensor4D): Tensor {
  if (x.rank === 4) return f(x as tf.Tensor4D);
  if (x.rank !== 3) node.refuse('an image in one or two dimensions', `an operand of shape [${x.shape}]`);
  const [n, c, length] = x.shape;
  const result = f(tf.reshape(x, [n, c, 1, length]));
  return tf.reshape(result, [result.shape[0], result.shape[1], result.shape[3]]);
}

/** Windows over [L] as windows over [1, L]. */
export const asTwo = (windows: readonly Window[]): [Window, Window] =>
  windows.length === 1
    ? [{ size: 1, stride: 1, dilation: 1, before: 0, after: 0 }, windows[0]]
    : [windows[0], windows[1]];

export const channelsLast = (x: tf.Tensor4D): tf.Tensor4D => tf.transpose(x, [0, 2, 3, 1]);
export const channelsFirst = (x: tf.Tensor4D): tf.Tensor4D => tf.transpose(x, [0, 3, 1, 2]);

type Pairs = [[number, number], [number, number], [number, number], [number, number]];

/** Pads of [N, H, W, C] the way that convolutions and poolings of TensorFlow.js take them. */
export const padsOf = ([rows, columns]: readonly [Window, Window]): Pairs => [
  [0, 0],
  [rows.before, rows.after],
  [columns.before, columns.after],
  [0, 0],
];
