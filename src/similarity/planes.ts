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

/**
 * Reduces one map to a plane. `offset` is the index of the map's first value in `values`, `shape` is [H, W, C],
 * [H, W] or [features]. The view `abs` sums |a| over the channels, `signed` sums a, both in float64 (Adebayo et al.
 * 2018, section 3). `values` is only read. Non-finite values stay what they are: a metric then gives NaN.
 */
export function mapPlane(values: Float32Array, offset: number, shape: readonly number[], view: View): Plane {
  const extent = planeExtent(shape);
  const size = extent.height * extent.width;
  const channels = shape.length === 3 ? shape[2] : 1;
  const plane = new Float64Array(size);
  let at = offset;
  for (let i = 0; i < size; i++) {
    let sum = 0;
    for (const end = at + channels; at < end; at++) sum += view === 'abs' ? Math.abs(values[at]) : values[at];
    plane[i] = sum;
  }
  return { ...extent, values: plane };
}

/** Guards a comparison of prepared maps: maps of different sizes are a fault of the calling code, not of its user. */
export function requireSameSize(a: number, b: number): void {
  if (a !== b) throw new RangeError(`expected maps of the same size, got ${a} and ${b} values`);
}
