import type { Tensor } from '@tensorflow/tfjs-core';
import type { OnnxNode } from './node.ts';
import { placesOf, roundedUp, type Window, windowsOf } from './windows.ts';

export type Windows = readonly [Window, Window];

/** An operand of a pooling as an image in two dimensions. */
export interface PoolView {
  /** [N, C, H, W], with axes that are not pooled joined. */
  readonly image: [number, number, number, number];
  readonly windows: Windows;
  /** The same without what rounding a size up adds behind them. */
  readonly stated: Windows;
  /** The spatial shape of the result. */
  readonly places: readonly number[];
}

const WHOLE: Window = { size: 1, stride: 1, dilation: 1, before: 0, after: 0 };

const isWhole = ({ size, stride, before, after }: Window) =>
  size === 1 && stride === 1 && before === 0 && after === 0;

/** The windows as a node states them, those that are rounded up, and what they move over. */
export function viewOf(x: Tensor, node: OnnxNode): PoolView {
  const [n, c, ...lengths] = x.shape;
  const stated = windowsOf(node, node.ints('kernel_shape') ?? node.refuse('kernel_shape', 'none'), lengths);
  // The pads of auto_pad are computed for sizes that are rounded up already.
  const up = node.int('ceil_mode', 0) !== 0 && node.string('auto_pad', 'NOTSET') === 'NOTSET';
  const windows = up ? stated.map((window, axis) => roundedUp(window, lengths[axis])) : stated;
  const places = windows.map((window, axis) => placesOf(lengths[axis], window));
  const pair = (list: readonly Window[], axes: readonly number[]): Windows =>
    [...axes.map((axis) => list[axis] ?? WHOLE)] as unknown as Windows;
  const view = (image: PoolView['image'], axes: readonly [number, number]): PoolView => ({
    ...{ image, places },
    windows: pair(windows, axes),
    stated: pair(stated, axes),
  });
  const NONE = -1;
  const [d, h, w] = lengths;
  if (lengths.length === 1) return view([n, c, 1, d], [NONE, 0]);
  if (lengths.length === 2) return view([n, c, d, h], [0, 1]);
  if (lengths.length === 3 && isWhole(windows[0])) return view([n, c * d, h, w], [1, 2]);
  if (lengths.length === 3 && isWhole(windows[1]) && isWhole(windows[2]))
    return view([n, c, d, h * w], [0, NONE]);
  return node.refuse('an image in one or two dimensions', `an operand of shape [${x.shape}]`);
}
