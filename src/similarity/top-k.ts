import type { Metric, Plane } from './metric.ts';
import { valueRange } from './min-max.ts';
import { requireSameSize } from './planes.ts';
import { ascendingOrder } from './ranks.ts';

/** The share of a map's pixels that counts as its largest. */
const SHARE = 0.1;

const TIED = 1;
const ABOVE = 2;

interface TopPixels {
  /** Per pixel: ABOVE or TIED with the k-th largest value, else 0. */
  readonly place: Uint8Array;
  /** Number of tied pixels, and of the places left for them, which they share evenly. */
  readonly tied: number;
  readonly places: number;
  /** k, or the number of pixels that are not zero where that is less. */
  readonly size: number;
}

function topPixels(values: Float64Array): TopPixels {
  const order = ascendingOrder(values);
  let size = 0;
  const k = Math.max(1, Math.round(SHARE * values.length));
  while (size < k && values[order[order.length - 1 - size]] > 0) size++;
  const place = new Uint8Array(values.length);
  const threshold = values[order[order.length - size]];
  let above = 0;
  let tied = 0;
  for (let i = order.length - 1; i >= 0 && values[order[i]] >= threshold; i--) {
    const isAbove = values[order[i]] > threshold;
    place[order[i]] = isAbove ? ABOVE : TIED;
    if (isAbove) above++;
    else tied++;
  }
  return { place, tied, places: size - above, size };
}

/** What some of the tied pixels count for. */
function share({ tied, places }: TopPixels, count: number): number {
  return (count * places) / tied;
}

function compare(a: TopPixels | null, b: TopPixels | null): number {
  if (a === null || b === null) return Number.NaN;
  requireSameSize(a.place.length, b.place.length);
  const counts = [0, 0, 0, 0, 0, 0, 0, 0, 0];
  for (let i = 0; i < a.place.length; i++) counts[3 * a.place[i] + b.place[i]]++;
  const overlap =
    counts[3 * ABOVE + ABOVE] +
    share(b, counts[3 * ABOVE + TIED]) +
    share(a, counts[3 * TIED + ABOVE]) +
    Math.min(share(a, counts[3 * TIED + TIED]), share(b, counts[3 * TIED + TIED]));
  return overlap / Math.max(a.size, b.size);
}

/**
 * Overlap of the largest tenth of the pixels of the two abs planes (at least one pixel), in [0, 1]; .1 by chance.
 * Pixels tied with the k-th largest share the places left for them, each counting in part, so that the score depends
 * on no order of the pixels; a zero is never among the largest, so a map with fewer other pixels has a smaller set.
 * The overlap is divided by the larger of the two sets. NaN for a constant or non-finite map.
 */
export const topK: Metric<TopPixels | null> = {
  name: 'top-k',
  description: 'overlap of the largest tenth of the absolute maps',
  words: {
    name: 'top-k overlap',
    short: 'top',
    says: 'The share that the largest pixels of two maps have in common.',
  },
  view: 'abs',
  gating: false,
  inapplicable: () => null,
  prepare: (plane: Plane) => (valueRange(plane.values) === null ? null : topPixels(plane.values)),
  compare,
};
