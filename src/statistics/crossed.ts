import { type AdditiveFit, fitAdditive } from './additive.ts';
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
 * the variance of the mean is (MS_draws + MS_images - MS_error) / (nK). A component that is estimated negative counts
 * as zero, so that the variance is at least MS_error / (nK) and the degrees of freedom stay away from zero.
 *
 * Missing cells: the mean is that of the table completed by the additive least-squares fit, and the components come
 * from the sums of squares adjusted for the other factor (Henderson's method 3: Searle, Casella and McCulloch,
 * "Variance Components", 1992, chapter 5). Both are the formulas above where nothing is missing.
 */
export function crossedEffects(table: ScoreTable): CrossedEffects {
  const fit = fitAdditive(table);
  const { draws, images, cells, mean } = fit;
  const errorFreedom = cells - draws - images + 1;
  if (!fit.connected || draws < 2 || images < 2 || errorFreedom < 1) {
    const unknown = { draws: Number.NaN, images: Number.NaN, error: Number.NaN };
    return { draws, images, mean, variance: Number.NaN, freedom: Number.NaN, components: unknown };
  }
  return { draws, images, mean, ...varianceOfMean(fit, errorFreedom) };
}

function varianceOfMean(fit: AdditiveFit, errorFreedom: number) {
  const { draws, images, cells, squares, errorWeight } = fit;
  const imageSquare = squares.images / (images - 1);
  const drawSquare = squares.draws / (draws - 1);
  const errorSquare = squares.error / errorFreedom;
  // Expected adjusted sums of squares: (cells - draws) of the image variance, (cells - images) of the draw variance.
  const drawsPerImage = (cells - draws) / (images - 1);
  const imagesPerDraw = (cells - images) / (draws - 1);
  const components = {
    images: Math.max(0, (imageSquare - errorSquare) / drawsPerImage),
    draws: Math.max(0, (drawSquare - errorSquare) / imagesPerDraw),
    error: errorSquare,
  };
  const variance = components.images / images + components.draws / draws + components.error * errorWeight;

  const imageWeight = 1 / (images * drawsPerImage);
  const drawWeight = 1 / (draws * imagesPerDraw);
  const spread =
    (imageWeight * imageSquare) ** 2 / (images - 1) +
    (drawWeight * drawSquare) ** 2 / (draws - 1) +
    ((errorWeight - imageWeight - drawWeight) * errorSquare) ** 2 / errorFreedom;
  const freedom = spread > 0 ? variance ** 2 / spread : errorFreedom;
  return { variance, freedom, components };
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

/** Two-sided p-value of the hypothesis that the mean is zero; NaN where the variance is unknown. */
export function pValue({ mean, variance, freedom }: CrossedEffects): number {
  if (variance === 0) return mean === 0 ? 1 : 0;
  if (Number.isNaN(variance)) return Number.NaN;
  return 2 * studentCdf(-Math.abs(mean) / Math.sqrt(variance), freedom);
}
