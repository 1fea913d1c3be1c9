import type { Tensor } from '@tensorflow/tfjs-core';

// Before the first tensor: the cpu backend would advertise another package.
tf.enableProdMode();

import * as tf from '@tensorflow/tfjs-core';

/** Uniform values in [-1, 1), the same for the same seed. */
export const uniform = (shape: number[], seed: number, low = -1, high = 1): Tensor =>
  tf.randomUniform(shape, low, high, 'float32', seed);

/** The gradient of a scalar function by central differences. Right to about 1e-3 of the largest value. */
export function numericGradient(f: (x: Tensor) => Tensor, x: Tensor, step = 1e-2): Float32Array {
  const values = x.dataSync();
  return Float32Array.from(values, (_, i) => {
    const at = (delta: number) =>
      tf.tidy(() => {
        const moved = Float32Array.from(values, (value, j) => value + (i === j ? delta : 0));
        return f(tf.tensor(moved, x.shape)).dataSync()[0];
      });
    return (at(step) - at(-step)) / (2 * step);
  });
}

/** Largest difference over the largest expected value; NaN where either has one. */
export function relativeError(expected: ArrayLike<number>, actual: ArrayLike<number>): number {
  if (expected.length !== actual.length) return Number.POSITIVE_INFINITY;
  let largest = 0;
  let worst = 0;
  for (let i = 0; i < expected.length; i++) {
    largest = Math.max(largest, Math.abs(expected[i]));
    const difference = Math.abs(expected[i] - actual[i]);
    worst = Math.max(worst, difference);
  }
  return largest === 0 ? worst : worst / largest;
}
