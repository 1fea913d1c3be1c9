import { largestFirst } from '../largest-first.ts';
import { type Region, sizeOf } from './region.ts';

/**
 * Area under precision and recall of the plane as a detector of the region (AUPRC; Arun et al. 2021): over the distinct values
 * from the largest down, the sum of recall gained times precision (average precision), not the trapezoid.
 */
export function averagePrecision(plane: Float64Array, region: Region): number {
  const order = largestFirst(plane);
  const size = sizeOf(region);
  let [area, hits, before] = [0, 0, 0];
  for (let at = 0; at < order.length; at++) {
    hits += region.inside[order[at]];
    const last = at + 1 === order.length || plane[order[at + 1]] !== plane[order[at]];
    if (!last || hits === before) continue;
    area += ((hits - before) / size) * (hits / (at + 1));
    before = hits;
  }
  return area;
}
