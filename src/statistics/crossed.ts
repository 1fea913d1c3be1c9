import { type CrossedSums, crossedSums } from './crossed-sums.ts';
import { studentCdf, studentQuantile } from './student.ts';
import type { ScoreTable } from './table.ts';
import type { Interval } from './verdict-types.ts';

/** Mean of a table whose draws and images are both random, with the variance of that mean. */
export interface CrossedEffects {
  /** Draws and images that have a defined cell. */
  readonly draws: number;
  readonly images: number;
  /** NaN where no cell is defined. */
  readonly mean: number;
  /** Squared standard error of `mean`; NaN with one draw, one image or too few cells. */
  readonly variance: number;
  /** Satterthwaite's degrees of freedom of `variance`, real. */
  readonly freedom: number;
  /** Variance components of one cell, negative estimates cut to zero. */
  readonly components: { readonly draws: number; readonly images: number; readonly error: number };
}

/**
 * Crossed random effects: value = mean + image + draw + error, all random. In a complete table of n images and K draws
 * the variance of the mean is (MS_draws + MS_images - MS_error) / (nK).
 *
 * Missing cells: the mean is that of the cells that are there, and the components are those under which the uncorrected sums
 * of squares of images, draws and cells are what one expects (Henderson's method 1: Searle, Casella and McCulloch, "Variance
 * Components", 1992, chapter 5); these are the formulas above where nothing is missing.
 *
 * A variance that is estimated at zero or below is replaced by the larger one of those that images alone and draws alone give
 * the mean, by that of the error where these are none either. Degrees of freedom are at least those of the factor with the
 * fewer levels.
 */
export function crossedEffects(table: ScoreTable): CrossedEffects {
  return effectsOf(crossedSums(table), table.step);
}

/**
 * The same of a table whose sums are known. Of values that are multiples of a `step` images that are alike may be so by luck: they
 * are taken to differ by at least what such values are rounded by, step / sqrt(12) (Sheppard's correction).
 */
export function effectsOf(sums: CrossedSums, step = 0): CrossedEffects {
  const { draws, images, cells, mean, cellsOfImage, cellsOfDraw } = sums;
  const errorFreedom = cells - draws - images + 1;
  if (draws < 2 || images < 2 || cells <= draws || cells <= images || errorFreedom < 1) {
    const unknown = { draws: Number.NaN, images: Number.NaN, error: Number.NaN };
    return { draws, images, mean, variance: Number.NaN, freedom: Number.NaN, components: unknown };
  }
  // Within images lie draws and error, within draws images and error, in all of them everything.
  const drawsAndError = sums.withinImages / (cells - images);
  const imagesAndError = sums.withinDraws / (cells - draws);
  const error =
    ((cells - cellsOfImage) * imagesAndError + (cells - cellsOfDraw) * drawsAndError - sums.total) /
    (cells - cellsOfImage - cellsOfDraw + 1);
  const ofError = error / cells;
  const ofImages = ((imagesAndError - error) * cellsOfImage) / cells + ofError;
  const ofDraws = ((drawsAndError - error) * cellsOfDraw) / cells + ofError;
  const sum = ofImages + ofDraws - ofError;
  const rounded = step ** 2 / 12;
  const spread = ofImages ** 2 / (images - 1) + ofDraws ** 2 / (draws - 1) + ofError ** 2 / errorFreedom;
  const variance = [sum, Math.max(ofImages, ofDraws), ofError].find((each) => each > 0) ?? 0;
  const freedom = Math.max(spread > 0 ? sum ** 2 / spread : 0, Math.min(draws, images) - 1);
  const least = rounded / images;
  return {
    ...{ draws, images, mean },
    variance: Math.max(variance, least),
    freedom: variance < least ? Math.max(freedom, images - 1) : freedom,
    components: {
      draws: Math.max(0, drawsAndError - error),
      images: Math.max(rounded, imagesAndError - error),
      error: Math.max(0, error),
    },
  };
}

/** Student-t interval of the mean; ends null where the variance is unknown, all null where the mean is. */
export function meanInterval(effects: CrossedEffects, confidence: number): Interval {
  if (Number.isNaN(effects.mean)) return { mean: null, low: null, high: null };
  const half = halfWidth(effects, confidence);
  if (Number.isNaN(half)) return { mean: effects.mean, low: null, high: null };
  return { mean: effects.mean, low: effects.mean - half, high: effects.mean + half };
}

/** Half the width of the two-sided interval; NaN where the variance is unknown. */
export function halfWidth(effects: CrossedEffects, confidence: number): number {
  if (effects.variance === 0) return 0;
  return studentQuantile((1 + confidence) / 2, effects.freedom) * Math.sqrt(effects.variance);
}

/** One-sided p-value of the hypothesis that the mean is at most `bound`; NaN where the variance is unknown. */
export function pAbove({ mean, variance, freedom }: CrossedEffects, bound = 0): number {
  if (variance === 0) return mean > bound ? 0 : 1;
  if (Number.isNaN(variance)) return Number.NaN;
  return studentCdf((bound - mean) / Math.sqrt(variance), freedom);
}
