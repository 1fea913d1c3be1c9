import type { InputStructure } from './input-structure.ts';
import { jointSpearman, type Levels, levelsWhere } from './joint-ranks.ts';
import type { Metric, Plane } from './metric.ts';
import { valueRange } from './min-max.ts';
import { orderOf } from './spearman.ts';

/**
 * Spearman's rank correlation of the signed planes over the pixels where the input differs from the baseline in some channel,
 * in [-1, 1]: a map that multiplies by x - baseline is zero elsewhere whatever the weights are (Sundararajan and Taly 2018).
 * Of maps of two inputs the pixels count that differ in both. NaN where fewer than three such pixels remain or one map is
 * constant on them, for a constant or non-finite map, and where the input is not known.
 */
export const spearmanSignedSupport: Metric<Levels | null> = {
  name: 'spearman-signed-support',
  description: 'Spearman rank correlation of the signed maps where the input differs from the baseline',
  words: {
    name: 'signed support Spearman',
    short: 'ssup',
    says: 'Rank correlation of two maps with their signs over the pixels where the input differs from the baseline: elsewhere a method that multiplies by the input is zero whatever the weights are.',
  },
  view: 'signed',
  gating: false,
  needsInput: true,
  inapplicable: () => null,
  prepare(plane: Plane, input?: InputStructure) {
    const { values } = plane;
    if (!input?.fits(values.length) || valueRange(values) === null) return null;
    return levelsWhere(values, orderOf(plane), (pixel) => input.differs[pixel] === 1);
  },
  compare: jointSpearman,
};
