import * as tf from '@tensorflow/tfjs-core';
import { type Decision, limitOf } from './decisions.ts';

/** How many choices two runs made, and how many they made otherwise. */
export interface Flips {
  readonly units: number;
  readonly flippedUnits: number;
  readonly windows: number;
  readonly flippedWindows: number;
}

/** Compares what two runs decided by: units of activations, windows of poolings (per channel). */
export function countFlips(
  decisions: readonly Decision[],
  first: (i: number) => Float32Array,
  second: (i: number) => Float32Array,
): Flips {
  const flips = { units: 0, flippedUnits: 0, windows: 0, flippedWindows: 0 };
  for (const [i, decision] of decisions.entries()) {
    const [a, b] = [first(i), second(i)];
    if (decision.kernel === 'MaxPool') {
      const [places, others] = [winners(decision, a), winners(decision, b)];
      flips.windows += places.length;
      flips.flippedWindows += places.filter((place, j) => place !== others[j]).length;
    } else {
      const limit = limitOf(decision.kernel, decision.attrs) ?? Number.POSITIVE_INFINITY;
      const open = (value: number) => value > 0 && value < limit;
      flips.units += a.length;
      flips.flippedUnits += a.filter((value, j) => open(value) !== open(b[j])).length;
    }
  }
  return flips;
}

type Extents = number | [number, number];

/** Where the maximum of every window lies in [N, H, W, C], the first one where there are several. */
function winners({ shape, attrs }: Decision, values: Float32Array): Int32Array {
  const { filterSize, strides, pad } = attrs as {
    filterSize: Extents;
    strides: Extents;
    pad: 'same' | 'valid';
  };
  const images = shape as [number, number, number, number];
  const info = tf.backend_util.computePool2DInfo(images, filterSize, strides, 1, pad);
  const { batchSize, inHeight, inWidth, inChannels: channels, outHeight, outWidth } = info;
  const places = new Int32Array(batchSize * outHeight * outWidth * channels);
  let at = 0;
  for (let n = 0; n < batchSize; n++) {
    for (let row = 0; row < outHeight; row++) {
      for (let col = 0; col < outWidth; col++) {
        for (let c = 0; c < channels; c++) places[at++] = winner(n, row, col, c);
      }
    }
  }
  return places;

  function winner(n: number, row: number, col: number, c: number): number {
    const [top, left] = [
      row * info.strideHeight - info.padInfo.top,
      col * info.strideWidth - info.padInfo.left,
    ];
    let best = -1;
    for (let y = Math.max(0, top); y < Math.min(inHeight, top + info.filterHeight); y++) {
      for (let x = Math.max(0, left); x < Math.min(inWidth, left + info.filterWidth); x++) {
        const place = ((n * inHeight + y) * inWidth + x) * channels + c;
        if (best < 0 || values[place] > values[best]) best = place;
      }
    }
    return best;
  }
}
