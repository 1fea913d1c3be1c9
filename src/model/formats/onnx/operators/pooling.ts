import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { operator } from '../../../network/operation.ts';
import type { OnnxNode } from './node.ts';
import { define, type OnnxOperator } from './operator.ts';
import { type PoolView, viewOf, type Windows } from './pool-view.ts';
import { channelsFirst, channelsLast, padsOf, placesOf } from './windows.ts';

const POOL = operator('other');
const SPATIAL = 'one or two spatial axes, or three of which one or two are pooled';

const dilated = (windows: Windows) => windows.some(({ dilation }) => dilation > 1);
const sizesOf = ([rows, columns]: Windows): [number, number] => [rows.size, columns.size];
const stridesOf = ([rows, columns]: Windows): [number, number] => [rows.stride, columns.stride];

/** [N, H, W, C] framed by a value, as far as windows with gaps reach; what no window reaches is cut off. */
function framed(image: Tensor4D, windows: Windows, value: number): Tensor4D {
  const after = windows.map((window) => Math.max(0, window.after));
  const pads: [number, number][] = [
    [0, 0],
    ...windows.map(({ before }, i): [number, number] => [before, after[i]]),
    [0, 0],
  ];
  return pads.flat().every((pad) => pad === 0) ? image : tf.pad(image, pads, value);
}

/** What each tap of a window sees, one after the other, of an image that is framed already. */
function tapsOf(image: Tensor4D, places: readonly number[], windows: Windows): Tensor4D[] {
  const [n, , , c] = image.shape;
  const [rows, columns] = windows;
  const taps: Tensor4D[] = [];
  for (let row = 0; row < rows.size; row++) {
    for (let column = 0; column < columns.size; column++) {
      const from = [row * rows.dilation, column * columns.dilation];
      const to = [0, 1].map((axis) => from[axis] + (places[axis] - 1) * windows[axis].stride + 1);
      taps.push(
        tf.stridedSlice(
          image,
          [0, ...from, 0],
          [n, ...to, c],
          [1, rows.stride, columns.stride, 1],
        ) as Tensor4D,
      );
    }
  }
  return taps;
}

const placesIn = (image: Tensor4D, windows: Windows): number[] =>
  windows.map((window, axis) => placesOf(image.shape[1 + axis], window));

/** Below every number that a network computes. */
const LOWEST = -3e38;

function maximum(image: Tensor4D, windows: Windows): Tensor4D {
  if (!dilated(windows)) return tf.maxPool(image, sizesOf(windows), stridesOf(windows), padsOf(windows));
  const places = placesIn(image, windows);
  const taps = tapsOf(framed(image, windows, LOWEST), places, windows);
  return taps.reduce((most, tap) => tf.maximum(most, tap));
}

function average(image: Tensor4D, windows: Windows, inside: Windows | null): Tensor4D {
  if (!inside) {
    if (!dilated(windows)) return tf.avgPool(image, sizesOf(windows), stridesOf(windows), padsOf(windows));
    const sums = summed(image, windows);
    return tf.div(sums, summed(tf.onesLike(image), windows));
  }
  // Zeros of the pads are counted, what a size that is rounded up adds behind them is not.
  const within = inside.map((window, axis) => ({
    ...window,
    after: Math.min(window.after, windows[axis].after),
  })) as unknown as Windows;
  const wide = framed(image, within, 0);
  const rest = windows.map((window, axis) => ({
    ...window,
    before: 0,
    after: window.after - within[axis].after,
  })) as unknown as Windows;
  return average(wide, rest, null);
}

function summed(image: Tensor4D, windows: Windows): Tensor4D {
  const places = placesIn(image, windows);
  return tf.addN(tapsOf(framed(image, windows, 0), places, windows));
}

/** What a function makes of images, of an operand with one to three spatial axes. */
function pooled(x: Tensor, node: OnnxNode, f: (image: Tensor4D, view: PoolView) => Tensor4D): Tensor {
  const view = viewOf(x, node);
  const result = f(channelsLast(tf.reshape(x, view.image)), view);
  return tf.reshape(channelsFirst(result), [...x.shape.slice(0, 2), ...view.places]);
}

function maxPool([x]: readonly (Tensor | null)[], node: OnnxNode): Tensor {
  if (node.outputs > 1) node.refuse('one output', 'one for the places of the maxima, too');
  return pooled(x!, node, (image, { windows }) => maximum(image, windows));
}

function averagePool([x]: readonly (Tensor | null)[], node: OnnxNode): Tensor {
  const counted = node.int('count_include_pad', 0) !== 0;
  return pooled(x!, node, (image, { windows, stated }) => average(image, windows, counted ? stated : null));
}

/** (sum of |x|^p)^(1 / p). */
function norm(x: Tensor, p: number, sum: (powers: Tensor) => Tensor): Tensor {
  if (p === 1) return sum(tf.abs(x));
  if (p === 2) return tf.sqrt(sum(tf.square(x)));
  return tf.pow(sum(tf.pow(tf.abs(x), p)), 1 / p);
}

function lpPool([x]: readonly (Tensor | null)[], node: OnnxNode): Tensor {
  const p = node.float('p', 2);
  return pooled(
    x!,
    node,
    (image, { windows }) => norm(image, p, (powers) => summed(powers as Tensor4D, windows)) as Tensor4D,
  );
}

const spatial = (x: Tensor) => Array.from({ length: x.rank - 2 }, (_, axis) => axis + 2);

/** As a pooling with one window, so that of equal maxima one gets the gradient. */
function globalMaximum(x: Tensor): Tensor {
  const [n, c, ...lengths] = x.shape;
  const flat = tf.reshape<tf.Rank.R4>(x, [
    n,
    c,
    lengths[0] ?? 1,
    lengths.slice(1).reduce((a, b) => a * b, 1),
  ]);
  const size: [number, number] = [flat.shape[2], flat.shape[3]];
  const result = channelsFirst(tf.maxPool(channelsLast(flat), size, [1, 1], 'valid'));
  return tf.reshape(result, [n, c, ...lengths.map(() => 1)]);
}

export const poolings: readonly OnnxOperator[] = [
  define('MaxPool', POOL, maxPool, { limits: `${SPATIAL}; the values alone, not their places` }),
  define('AveragePool', POOL, averagePool, { limits: SPATIAL }),
  define('LpPool', POOL, lpPool, { limits: SPATIAL }),
  define('GlobalAveragePool', POOL, ([x]) => tf.mean(x!, spatial(x!), true)),
  define('GlobalMaxPool', POOL, ([x]) => globalMaximum(x!)),
  define('GlobalLpPool', POOL, ([x], node) =>
    norm(x!, node.float('p', 2), (powers) => tf.sum(powers, spatial(x!), true)),
  ),
];
