import type { Tensor4D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';

interface ResizeAttributes {
  readonly alignCorners: boolean;
  readonly halfPixelCenters: boolean;
}

/** Which input cells make output cell `at`, with which weights, along an axis of `from` cells resized to `to`. */
type Taps = (
  at: number,
  from: number,
  to: number,
  attrs: ResizeAttributes,
) => [cell: number, weight: number][];

const scaleOf = (from: number, to: number, alignCorners: boolean) =>
  alignCorners && to > 1 ? (from - 1) / (to - 1) : from / to;

const bilinear: Taps = (at, from, to, { alignCorners, halfPixelCenters }) => {
  const scale = scaleOf(from, to, alignCorners);
  const source = Math.max(0, halfPixelCenters ? scale * (at + 0.5) - 0.5 : scale * at);
  const low = Math.min(from - 1, Math.floor(source));
  const fraction = source - low;
  return [
    [low, 1 - fraction],
    [Math.min(from - 1, low + 1), fraction],
  ];
};

const nearest: Taps = (at, from, to, { alignCorners, halfPixelCenters }) => {
  const source = scaleOf(from, to, alignCorners) * (halfPixelCenters ? at + 0.5 : at);
  return [[Math.min(from - 1, alignCorners ? Math.round(source) : Math.floor(source)), 1]];
};

/** The matrix [from, to] that carries a gradient along one axis back from the resized to the given size. */
function transposed(taps: Taps, from: number, to: number, attrs: ResizeAttributes): tf.Tensor3D {
  const values = new Float32Array(from * to);
  for (let at = 0; at < to; at++) {
    for (const [cell, weight] of taps(at, from, to, attrs)) values[cell * to + at] += weight;
  }
  return tf.tensor3d(values, [1, from, to]);
}

/**
 * The gradient kernels of tfjs ignore half-pixel centres, and the one for nearest neighbours is wrong for more than one
 * image. Resizing is linear and separable, so its gradient is a matrix product along rows and one along columns.
 */
export function correctResize(): void {
  for (const [kernelName, taps] of [
    ['ResizeBilinear', bilinear],
    ['ResizeNearestNeighbor', nearest],
  ] as const) {
    tf.registerGradient({
      kernelName,
      inputsToSave: ['images'],
      gradFunc: (dy, saved, attributes) => ({
        images: () => {
          const attrs = attributes as unknown as ResizeAttributes;
          const [n, h, w, c] = (saved as Tensor4D[])[0].shape;
          const [, outH, outW] = (dy as Tensor4D).shape;
          const rows = tf.matMul(
            tf.tile(transposed(taps, h, outH, attrs), [n, 1, 1]),
            tf.reshape<tf.Rank.R3>(dy as Tensor4D, [n, outH, outW * c]),
          );
          const columns = tf.matMul(
            tf.tile(transposed(taps, w, outW, attrs), [n * h, 1, 1]),
            tf.reshape<tf.Rank.R3>(rows, [n * h, outW, c]),
          );
          return tf.reshape(columns, [n, h, w, c]);
        },
      }),
    });
  }
}
