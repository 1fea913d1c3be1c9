import type { Metric, Plane } from './metric.ts';
import { valueRange } from './min-max.ts';
import { centre, correlation } from './pearson.ts';
import { requireSameSize } from './planes.ts';
import { ascendingOrder } from './ranks.ts';

/** A correlation of two points is always 1 or -1. */
const FEWEST_PIXELS = 3;

interface Levels {
  /** Pixels other than zero, by ascending value. */
  readonly order: Int32Array;
  /** Per pixel: 0 where the map is zero, else a number that rises with the value and is equal for equal values. */
  readonly level: Int32Array;
}

function levels(values: Float64Array): Levels {
  const sorted = ascendingOrder(values);
  const level = new Int32Array(values.length);
  const order = new Int32Array(values.length);
  let size = 0;
  let last = 0;
  let height = 0;
  for (let i = 0; i < sorted.length; i++) {
    const index = sorted[i];
    const value = values[index];
    if (value === 0) continue;
    if (value !== last) height++;
    last = value;
    level[index] = height;
    order[size++] = index;
  }
  return { order: order.slice(0, size), level };
}

/** Average ranks of the pixels of `map` that are not zero in `other` either; elsewhere `ranks` is left as it is. */
function rankJointly(map: Levels, other: Levels, ranks: Float64Array): number {
  const { order, level } = map;
  let ranked = 0;
  for (let first = 0; first < order.length; ) {
    const height = level[order[first]];
    let next = first;
    let tied = 0;
    for (; next < order.length && level[order[next]] === height; next++) {
      if (other.level[order[next]] !== 0) tied++;
    }
    const rank = ranked + (tied + 1) / 2;
    for (let i = first; i < next; i++) ranks[order[i]] = rank;
    ranked += tied;
    first = next;
  }
  return ranked;
}

function compare(a: Levels | null, b: Levels | null): number {
  if (a === null || b === null) return Number.NaN;
  requireSameSize(a.level.length, b.level.length);
  const size = a.level.length;
  const ranksOfA = new Float64Array(size);
  const ranksOfB = new Float64Array(size);
  const joint = rankJointly(a, b, ranksOfA);
  rankJointly(b, a, ranksOfB);
  if (joint < FEWEST_PIXELS) return Number.NaN;
  let at = 0;
  for (let i = 0; i < size; i++) {
    if (a.level[i] === 0 || b.level[i] === 0) continue;
    ranksOfA[at] = ranksOfA[i];
    ranksOfB[at] = ranksOfB[i];
    at++;
  }
  return correlation(centre(ranksOfA.subarray(0, joint)), centre(ranksOfB.subarray(0, joint)));
}

/**
 * Spearman's rank correlation of the abs planes over the pixels that are zero in neither map, in [-1, 1]: what is left
 * of `spearman-abs` without the pixels that both maps leave out. NaN where fewer than three such pixels remain or one
 * map is constant on them, and for a constant or non-finite map.
 */
export const spearmanSupport: Metric<Levels | null> = {
  name: 'spearman-support',
  description: 'Spearman rank correlation of the absolute maps where neither is zero',
  words: {
    name: 'support Spearman',
    short: 'supp',
    says: 'Rank correlation of the sizes of two maps over the pixels where neither is zero.',
  },
  view: 'abs',
  gating: false,
  inapplicable: () => null,
  prepare: (plane: Plane) => (valueRange(plane.values) === null ? null : levels(plane.values)),
  compare,
};
