import { type Comparison, type Contrast, contrastOf } from './contrast.ts';
import { type CrossedEffects, crossedEffects, halfWidth, meanInterval } from './crossed.ts';
import { ROUNDING } from './retained.ts';
import type { ScoreTable } from './table.ts';
import type { Interval } from './verdict-types.ts';

const NOTHING: Interval = { mean: null, low: null, high: null };

/**
 * How much more one method retains than another at the same stage, rho_a - rho_b, over the images and draws that both
 * have a score for. The difference is paired: d_ik = D_ik(rho_a) / (R_a - F_a) - D_ik(rho_b) / (R_b - F_b) + rho_a -
 * rho_b, which is the difference of the two ratios to first order, has a crossed-effects interval of its own. All null
 * where the ceiling of either is not clearly above its floor; the ends are null with one draw or one image.
 */
export function pairedDifference(a: Comparison, b: Comparison): Interval {
  const effects = pairedEffects(a, b);
  return effects ? meanInterval(effects, a.confidence) : NOTHING;
}

/** The mean of that difference with its variance; null where the ceiling of either is not clearly above its floor. */
export function pairedEffects(a: Comparison, b: Comparison): CrossedEffects | null {
  const common = bothDefined(a, b);
  const first = scaled(restricted(a, common), a.confidence);
  const second = scaled(restricted(b, common), b.confidence);
  if (!first || !second) return null;
  const values = first.table.values.map((value, cell) => value - second.table.values[cell]);
  return crossedEffects({ ...first.table, values });
}

/** Whether a cell has a score and a ceiling in both comparisons, by cell of the stage. */
function bothDefined(a: Comparison, b: Comparison): boolean[] {
  const has = ({ stage, ceiling }: Comparison, cell: number) =>
    !Number.isNaN(stage.values[cell]) && !Number.isNaN(ceiling[cell % stage.images]);
  return Array.from(a.stage.values, (_, cell) => has(a, cell) && has(b, cell));
}

function restricted(comparison: Comparison, kept: readonly boolean[]): Comparison {
  const values = comparison.stage.values.map((value, cell) => (kept[cell] ? value : Number.NaN));
  return { ...comparison, stage: { ...comparison.stage, values } };
}

/** The cells rho + D(rho) / (R - F) of one method; null where its ceiling is not clearly above its floor. */
function scaled(comparison: Comparison, confidence: number): { table: ScoreTable } | null {
  const contrast: Contrast | null = contrastOf(comparison);
  if (!contrast) return null;
  const slope = contrast.separation.mean;
  const clear = slope > ROUNDING && !(slope <= halfWidth(contrast.separation, confidence));
  if (!clear) return null;
  const rho = contrast.at(0).mean / slope;
  const table = contrast.table(rho);
  return { table: { ...table, values: table.values.map((value) => rho + value / slope) } };
}
