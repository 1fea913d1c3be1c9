import { type Metric, type MetricWords, type Plane, sharedOf, type View } from './metric.ts';
import { valueRange } from './min-max.ts';
import { type Centred, centre, correlation } from './pearson.ts';
import { ascendingOrder, averageRanks } from './ranks.ts';

/**
 * Up to this many pixels centred ranks, which are multiples of a half, are exact in float32: half the memory of a
 * prepared map, and the same score to the last bit.
 */
const EXACT_IN_FLOAT32 = 2 ** 23;

/** Average ranks less their mean; null for constant or non-finite values. `order` sorts the values, where that is known. */
export function centredRanks(values: Float64Array, order?: () => Int32Array): Centred | null {
  if (valueRange(values) === null) return null;
  const short = values.length <= EXACT_IN_FLOAT32;
  const out = short ? new Float32Array(values.length) : new Float64Array(values.length);
  return centre(averageRanks(values, order?.()), out);
}

/** What sorts a plane's values in ascending order: every rank correlation begins with it. Values must not be NaN. */
export const orderOf = (plane: Plane): Int32Array =>
  sharedOf(plane, 'order', () => ascendingOrder(plane.values));

/** Centred ranks of a plane. */
export const ranksOf = (plane: Plane): Centred | null =>
  sharedOf(plane, 'ranks', () => centredRanks(plane.values, () => orderOf(plane)));

function spearman(view: View, description: string, words: MetricWords): Metric<Centred | null> {
  return {
    name: `spearman-${view}`,
    description,
    words,
    view,
    underMaps: true,
    gating: true,
    // The rank correlation of halves that are tied and halves that are not.
    ...(view === 'abs' && { ofSharedZeros: (p: number) => (3 * p) / (3 * p + (1 - p) ** 2) }),
    inapplicable: () => null,
    ...(view === 'signed' && { flipped: (score: number) => -score }),
    prepare: ranksOf,
    compare: correlation,
  };
}

/**
 * Spearman's rank correlation of the abs planes, in [-1, 1]: Pearson's correlation of average ranks (Adebayo et al.
 * 2018, section 3). Where a share p of the pixels is zero in both maps it cannot fall below about
 * 3p / (3p + (1 - p)^2), however unrelated the rest is. NaN for a constant or non-finite map.
 */
export const spearmanAbs = spearman('abs', 'Spearman rank correlation of the absolute maps', {
  name: 'abs Spearman',
  short: 'abs',
  says: 'Rank correlation of the sizes of two maps, 1 for the same order of pixels. Pixels that are zero in both raise it.',
});

/** Spearman's rank correlation of the signed planes, in [-1, 1]. NaN for a constant or non-finite map. */
export const spearmanSigned = spearman('signed', 'Spearman rank correlation of the signed maps', {
  name: 'signed Spearman',
  short: 'sign',
  says: 'Rank correlation of two maps with their signs, 1 for the same order of pixels, −1 for the opposite.',
});
