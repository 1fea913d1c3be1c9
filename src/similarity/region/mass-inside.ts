import type { Region } from './region.ts';

/** Share of the plane's positive values that lies inside (Arras et al. 2022). NaN where nothing is positive. */
export function massInside(plane: Float64Array, { inside }: Region): number {
  let within = 0;
  let total = 0;
  for (let i = 0; i < plane.length; i++) {
    if (!(plane[i] > 0)) continue;
    total += plane[i];
    if (inside[i] === 1) within += plane[i];
  }
  return total > 0 ? within / total : Number.NaN;
}
