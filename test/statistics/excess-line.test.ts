import { describe, expect, test } from 'vitest';
import { contrastOf } from '../../src/statistics/contrast.ts';
import { crossedEffects } from '../../src/statistics/crossed.ts';
import { randomFrom, simulated } from './simulate.ts';

const world = {
  ...{ draws: 5, images: 17, mean: 0.5, sdDraws: 0.1, sdImages: 0.15, sdError: 0.08 },
  ...{ ceiling: 0.9, floor: 0.2, sdFloor: 0.05, sdPairs: 0.03, sdCeiling: 0.05 },
};

describe('D(m) as a line', () => {
  test.each([
    ['complete', world],
    ['cells missing', { ...world, missing: 0.3 }],
    ['ceilings of 1', { ...world, ceiling: 1, sdCeiling: 0 }],
    ['error only', { ...world, sdDraws: 0, sdImages: 0, sdFloor: 0, sdPairs: 0, sdCeiling: 0 }],
    ['one draw', { ...world, draws: 1 }],
    ['retained far from 0 and 1', { ...world, ceiling: 0.21, sdCeiling: 0.001 }],
  ])('%s: is the analysis of its cells at every m', (_, w) => {
    for (const seed of [1, 2, 3]) {
      const contrast = contrastOf(simulated(w, randomFrom(seed)))!;
      for (const m of [-3, 0, 0.31, 0.5, 1, 12]) {
        const line = contrast.at(m);
        const cells = crossedEffects(contrast.table(m));
        expect(line.mean).toBeCloseTo(cells.mean, 11);
        if (Number.isNaN(cells.variance)) expect(line.variance).toBeNaN();
        else expect(line.variance / cells.variance).toBeCloseTo(1, 7);
        if (!Number.isNaN(cells.freedom)) expect(line.freedom / cells.freedom).toBeCloseTo(1, 7);
      }
    }
  });
});
