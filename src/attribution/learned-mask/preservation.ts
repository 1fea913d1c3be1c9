import type { Ask, Given } from '../method.ts';
import { gradientAt } from '../requests/gradient-at.ts';
import { sizeOf } from '../requests/request.ts';
import { areaGap } from './area.ts';
import type { BlurLevels } from './blur-levels.ts';
import type { SmoothMask } from './smooth-mask.ts';

export interface Preservation {
  readonly smooth: SmoothMask;
  readonly levels: BlurLevels;
  readonly steps: number;
  readonly rate: number;
  /** Share of the pixels that is kept. */
  readonly area: number;
  /** Of the area at the first step; it grows sixteenfold. */
  readonly weight: number;
}

/** What stays of the last move; the slope counts for the rest. */
const MOMENTUM = 0.9;
const GROWTH = 16;

/**
 * Grids of cells, moved in place so that their masks keep S as large as may be on a share of the pixels, all inputs at once: gradient
 * descent with momentum on -S + weight times the gap of the area, cells kept within [0, 1] (Fong et al. 2019, section 3.4). The slope of a
 * cell at the border is divided by the share of it that lies within the input: else the border would be kept because it moves slowly.
 */
export async function preserve(
  ask: Ask,
  given: Pick<Given, 'inputs'>,
  grids: readonly Float64Array[],
  { smooth, levels, steps, rate, area, weight }: Preservation,
): Promise<void> {
  const size = sizeOf(given.inputs);
  const { shares } = smooth;
  const moves = grids.map((grid) => new Float64Array(grid.length));
  for (let step = 0; step < steps; step++) {
    const masks = grids.map((grid) => smooth.enlarge(grid));
    const points = new Float32Array(given.inputs.values.length);
    masks.forEach((mask, image) => {
      levels.masked(image, mask, points.subarray(image * size, (image + 1) * size));
    });
    const gradient = await ask(gradientAt(`preservation ${step} ${area}`, points));
    for (const [image, mask] of masks.entries()) {
      const rises = levels.transpose(image, mask, gradient.subarray(image * size, (image + 1) * size));
      const slope = rises.map((rise) => -rise);
      areaGap(mask, area, weight * GROWTH ** (step / steps), slope);
      const byCells = smooth.transpose(grids[image], mask, slope);
      const [grid, move] = [grids[image], moves[image]];
      for (let cell = 0; cell < grid.length; cell++) {
        move[cell] =
          MOMENTUM * move[cell] + (1 - MOMENTUM) * (shares[cell] > 0 ? byCells[cell] / shares[cell] : 0);
        grid[cell] = Math.min(1, Math.max(0, grid[cell] - rate * move[cell]));
      }
    }
  }
}
