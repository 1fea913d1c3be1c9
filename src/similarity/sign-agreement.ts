import type { Metric, Plane } from './metric.ts';
import { valueRange } from './min-max.ts';
import { requireSameSize } from './planes.ts';

function signs(values: Float64Array): Int8Array {
  const found = new Int8Array(values.length);
  for (let i = 0; i < values.length; i++) found[i] = values[i] > 0 ? 1 : values[i] < 0 ? -1 : 0;
  return found;
}

function compare(a: Int8Array | null, b: Int8Array | null): number {
  if (a === null || b === null) return Number.NaN;
  requireSameSize(a.length, b.length);
  let signed = 0;
  let balance = 0;
  for (let i = 0; i < a.length; i++) {
    const product = a[i] * b[i];
    balance += product;
    signed += product * product;
  }
  return (signed + balance) / (2 * signed);
}

/**
 * The share of pixels of equal sign among those that are zero in neither signed plane, in [0, 1]: 1 for equal signs
 * everywhere, 0 for opposite ones, about .5 by chance where signs are balanced. NaN where no such pixel exists, and
 * for a constant or non-finite map.
 */
export const signAgreement: Metric<Int8Array | null> = {
  name: 'sign-agreement',
  description: 'share of equal signs where neither map is zero',
  words: {
    name: 'sign agreement',
    short: 'agre',
    says: 'The share of pixels in which two maps have the same sign.',
  },
  view: 'signed',
  gating: false,
  inapplicable: () => null,
  prepare: (plane: Plane) => (valueRange(plane.values) === null ? null : signs(plane.values)),
  compare,
};
