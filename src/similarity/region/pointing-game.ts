import type { Region } from './region.ts';

/** Of the side of an image: 15 pixels of 224 (Zhang et al. 2016). */
const REACH = 15 / 224;

/** How far from the region a hit may lie, in pixels: in proportion to the shorter side, not rounded. */
export const toleranceOf = ({ height, width }: Pick<Region, 'height' | 'width'>): number =>
  REACH * Math.min(height, width);

/**
 * The pointing game (Zhang et al. 2016): 1 where some pixel of the region lies within `tolerance` pixels of the largest
 * value of the plane, the first in row-major order among equals; else 0.
 */
export function pointingGame(plane: Float64Array, region: Region, tolerance = toleranceOf(region)): number {
  const { width, height, inside } = region;
  let best = 0;
  for (let i = 1; i < plane.length; i++) if (plane[i] > plane[best]) best = i;
  const [row, column] = [Math.floor(best / width), best % width];
  const reach = Math.floor(tolerance);
  for (let r = Math.max(0, row - reach); r <= Math.min(height - 1, row + reach); r++) {
    for (let c = Math.max(0, column - reach); c <= Math.min(width - 1, column + reach); c++) {
      if (inside[r * width + c] === 1 && Math.hypot(r - row, c - column) <= tolerance) return 1;
    }
  }
  return 0;
}
