import type { Maps } from './maps.ts';

/** Relative to the largest magnitude of a pair of maps: above float32 rounding, below any difference of method. */
const TOLERANCE = 1e-6;

/**
 * Whether two batches hold the same maps: equal shapes and counts, and in every pair no value further apart than 1e-6 of
 * the pair's largest magnitude; NaN and infinities must stand at the same places. Two methods of which this is true are
 * one method under two names, for example Guided Backprop on a model without a ReLU.
 */
export function sameMaps(a: Maps, b: Maps): boolean {
  if (a.count !== b.count || a.shape.join() !== b.shape.join() || a.values.length !== b.values.length) {
    return false;
  }
  const size = a.shape.reduce((product, length) => product * length, 1);
  for (let i = 0; i < a.count; i++) {
    const start = i * size;
    if (!samePair(a.values.subarray(start, start + size), b.values.subarray(start, start + size)))
      return false;
  }
  return true;
}

function samePair(x: Float32Array, y: Float32Array): boolean {
  let largest = 0;
  for (let i = 0; i < x.length; i++) {
    if (Number.isFinite(x[i])) largest = Math.max(largest, Math.abs(x[i]));
    if (Number.isFinite(y[i])) largest = Math.max(largest, Math.abs(y[i]));
  }
  for (let i = 0; i < x.length; i++) {
    if (Object.is(x[i], y[i])) continue;
    if (!(Math.abs(x[i] - y[i]) <= TOLERANCE * largest)) return false;
  }
  return true;
}
