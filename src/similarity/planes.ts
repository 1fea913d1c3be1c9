import { InputError } from '../errors.ts';
import type { Plane, View } from './metric.ts';

/** Height and width of the planes of maps of a shape, and whether these are rows and columns of an input. */
export function planeExtent(shape: readonly number[]): Pick<Plane, 'height' | 'width' | 'spatial'> {
  const natural = shape.every((size) => Number.isInteger(size) && size > 0);
  if (!natural || shape.length < 1 || shape.length > 3) {
    throw new InputError({
      thing: 'shape of a map',
      expected: '[height, width, channels], [height, width] or [features], each at least 1',
      found: `[${shape.join(', ')}]`,
    });
  }
  return shape.length === 1
    ? { height: 1, width: shape[0], spatial: false }
    : { height: shape[0], width: shape[1], spatial: true };
}

/** Values of maps in either precision. */
export type MapValues = Float32Array | Float64Array;

/**
 * Reduces one map to a plane. `offset` is the index of the map's first value in `values`, `shape` is [H, W, C],
 * [H, W] or [features]. The view `abs` sums |a| over the channels, `signed` sums a, both in float64 (Adebayo et al.
 * 2018, section 3). Signed sums that cancel everywhere but for rounding, as those of a gradient in front of a LayerNormalization do, are
 * zero. `values` is only read. Non-finite values stay what they are: a metric then gives NaN. A float64 map
 * whose largest value has no square in float64 is scaled by a power of two, which no metric sees.
 */
export function mapPlane(values: MapValues, offset: number, shape: readonly number[], view: View): Plane {
  const extent = planeExtent(shape);
  const size = extent.height * extent.width;
  const channels = shape.length === 3 ? shape[2] : 1;
  const scale = values instanceof Float64Array ? safeScale(values, offset, offset + size * channels) : 1;
  const plane = new Float64Array(size);
  let at = offset;
  let largest = 0;
  let whole = 0;
  for (let i = 0; i < size; i++) {
    let sum = 0;
    let total = 0;
    for (const end = at + channels; at < end; at++) {
      const value = scale * values[at];
      sum += value;
      total += Math.abs(value);
    }
    plane[i] = view === 'abs' ? total : sum;
    largest = Math.max(largest, Math.abs(sum));
    whole = Math.max(whole, total);
  }
  if (view === 'signed' && largest <= CANCELLED * whole) plane.fill(0);
  return { ...extent, values: plane };
}

/** Sums of float32 values that cancel are left with so much of the sum of their magnitudes, at most. */
const CANCELLED = 1e-5;

/** Magnitudes between which products of two sums of squares neither vanish nor overflow, with much to spare. */
const SAFE = { low: 2 ** -200, high: 2 ** 200 };

/** 1 where the largest magnitude is safe or there is none, else the power of two that makes it so. */
function safeScale(values: Float64Array, from: number, to: number): number {
  let largest = 0;
  for (let i = from; i < to; i++) {
    const magnitude = Math.abs(values[i]);
    if (magnitude > largest && magnitude < Number.POSITIVE_INFINITY) largest = magnitude;
  }
  if (largest === 0 || (largest >= SAFE.low && largest <= SAFE.high)) return 1;
  // Large maps stay as large as is safe, so that their small values do not vanish. A power beyond 1023 is infinite.
  const wanted = largest > SAFE.high ? 200 : 0;
  return 2 ** Math.min(1023, wanted - Math.floor(Math.log2(largest)) - 1);
}

/** Guards a comparison of prepared maps: maps of different sizes are a fault of the calling code, not of its user. */
export function requireSameSize(a: number, b: number): void {
  if (a !== b) throw new RangeError(`expected maps of the same size, got ${a} and ${b} values`);
}
