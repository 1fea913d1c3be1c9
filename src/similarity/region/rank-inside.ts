import { largestFirst } from '../largest-first.ts';
import { type Region, sizeOf } from './region.ts';

/** Share of the largest values, as many as the region has pixels, that lies inside (Arras et al. 2022). */
export function rankInside(plane: Float64Array, region: Region): number {
  const size = sizeOf(region);
  let hits = 0;
  for (const i of largestFirst(plane).subarray(0, size)) hits += region.inside[i];
  return hits / size;
}
