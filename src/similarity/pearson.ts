import type { Metric, Plane } from './metric.ts';
import { valueRange } from './min-max.ts';
import { requireSameSize } from './planes.ts';

/** Values less their mean, and the sum of their squares. */
export interface Centred {
  readonly values: Float64Array | Float32Array;
  readonly squares: number;
}

/** Centres values into `out`, a new array by default; `values` is only read. */
export function centre(
  values: Float64Array,
  out: Centred['values'] = new Float64Array(values.length),
): Centred {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  const mean = sum / values.length;
  let squares = 0;
  for (let i = 0; i < values.length; i++) {
    const deviation = values[i] - mean;
    out[i] = deviation;
    squares += deviation * deviation;
  }
  return { values: out, squares };
}

/** Pearson's correlation of two centred vectors, exactly 1 for a vector with itself; NaN where one is null. */
export function correlation(a: Centred | null, b: Centred | null): number {
  if (a === null || b === null) return Number.NaN;
  requireSameSize(a.values.length, b.values.length);
  const x = a.values;
  const y = b.values;
  let products = 0;
  for (let i = 0; i < x.length; i++) products += x[i] * y[i];
  // One root of the product rather than a product of roots: sqrt(s * s) is s without rounding.
  return Math.max(-1, Math.min(1, products / Math.sqrt(a.squares * b.squares)));
}

/**
 * Pearson's correlation of the signed planes, in [-1, 1]: a diagnostic, governed by the few largest values. NaN for a
 * constant or non-finite map.
 */
export const pearson: Metric<Centred | null> = {
  name: 'pearson',
  description: 'Pearson correlation of the signed maps',
  words: {
    name: 'Pearson',
    short: 'pear',
    says: 'Linear correlation of two maps, pixel by pixel.',
  },
  view: 'signed',
  flipped: (score) => -score,
  gating: false,
  inapplicable: () => null,
  prepare: (plane: Plane) => (valueRange(plane.values) === null ? null : centre(plane.values)),
  compare: correlation,
};
