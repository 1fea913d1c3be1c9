import { centre, correlation } from './pearson.ts';
import { requireSameSize } from './planes.ts';

/** A correlation of two points is always 1 or -1. */
const FEWEST_PIXELS = 3;

/** The pixels of a map that count, in their order: what ranks among the pixels that count in two maps are made of. */
export interface Levels {
  /** Pixels that count, by ascending value. */
  readonly order: Int32Array;
  /** Per pixel: 0 where it does not count, else a number that rises with the value and is equal for equal values. */
  readonly level: Int32Array;
}

/** The order of the pixels for which `counts` holds, of values that `sorted` brings in ascending order. */
export function levelsWhere(
  values: Float64Array,
  sorted: Int32Array,
  counts: (pixel: number) => boolean,
): Levels {
  const level = new Int32Array(values.length);
  const order = new Int32Array(values.length);
  let size = 0;
  let last = Number.NaN;
  let height = 0;
  for (let i = 0; i < sorted.length; i++) {
    const index = sorted[i];
    if (!counts(index)) continue;
    const value = values[index];
    if (value !== last) height++;
    last = value;
    level[index] = height;
    order[size++] = index;
  }
  return { order: order.slice(0, size), level };
}

/**
 * Spearman's rank correlation over the pixels that count in both maps, in [-1, 1]; NaN where there are fewer than three, where
 * a map is constant on them, and for a map that is null.
 */
export function jointSpearman(a: Levels | null, b: Levels | null): number {
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

/** Average ranks of the pixels of `map` that count in `other` too; elsewhere `ranks` is left as it is. */
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
