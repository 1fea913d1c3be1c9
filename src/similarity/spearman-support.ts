import { jointSpearman, type Levels, levelsWhere } from './joint-ranks.ts';
import type { Metric, Plane } from './metric.ts';
import { valueRange } from './min-max.ts';
import { orderOf } from './spearman.ts';

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
  prepare(plane: Plane) {
    const { values } = plane;
    return valueRange(values) === null
      ? null
      : levelsWhere(values, orderOf(plane), (pixel) => values[pixel] !== 0);
  },
  compare: jointSpearman,
};
