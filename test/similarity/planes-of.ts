import { InputStructure } from '../../src/similarity/input-structure.ts';
import type { Metric, Plane } from '../../src/similarity/metric.ts';

/** Values in [-1, 1) of the linear congruential generator that the golden file describes. */
export function generated(seed: number, count: number): Float64Array {
  let state = seed;
  return Float64Array.from({ length: count }, () => {
    state = (Math.imul(1664525, state) + 1013904223) >>> 0;
    return (2 * state) / 2 ** 32 - 1;
  });
}

/** A plane with rows and columns. */
export function planeOf(values: ArrayLike<number>, height: number, width: number): Plane {
  return { height, width, spatial: true, values: Float64Array.from(values) };
}

/** A plane without rows and columns. */
export function features(...values: number[]): Plane {
  return { height: 1, width: values.length, spatial: false, values: Float64Array.from(values) };
}

/** The score of two planes; a metric that looks at the input is given one that differs from its baseline everywhere. */
export function score<Prepared>(metric: Metric<Prepared>, a: Plane, b: Plane): number {
  const [left, right] = [a, b].map((plane) => metric.prepare(plane, metric.needsInput && inputOf(plane)));
  return metric.compare(left, right);
}

function inputOf({ height, width, spatial }: Plane): InputStructure {
  const values = Float32Array.from(generated(7, height * width), (value) => value + 2);
  return new InputStructure(values, new Float32Array(values.length), spatial ? [height, width] : [width]);
}
