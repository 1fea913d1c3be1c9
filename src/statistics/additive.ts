import { solvePositiveDefinite } from './linear.ts';
import type { ScoreTable } from './table.ts';

/** Least-squares fit of `mean + image effect + draw effect` to the defined cells of a table. */
export interface AdditiveFit {
  /** Draws and images with a defined cell, and the number of defined cells. */
  readonly draws: number;
  readonly images: number;
  readonly cells: number;
  /** Mean of the fitted complete table: of the cells, where none is missing. NaN without a defined cell. */
  readonly mean: number;
  /** Whether the cells connect all draws and images, so that their effects can be told apart. */
  readonly connected: boolean;
  /** Sums of squares: images adjusted for draws, draws adjusted for images, and the residual. */
  readonly squares: { readonly images: number; readonly draws: number; readonly error: number };
  /** Variance of `mean` that cells of unit error variance alone would give: 1 / (nK) where none is missing. */
  readonly errorWeight: number;
}

export function fitAdditive(table: ScoreTable): AdditiveFit {
  const { images, draws, values, center } = definedCells(table);
  const cells = values.reduce((count, value) => count + (Number.isNaN(value) ? 0 : 1), 0);
  const imageCounts = new Float64Array(images);
  const imageMeans = new Float64Array(images);
  const drawCounts = new Float64Array(draws);
  const drawMeans = new Float64Array(draws);
  eachCell(values, images, (value, draw, image) => {
    imageCounts[image]++;
    imageMeans[image] += value;
    drawCounts[draw]++;
    drawMeans[draw] += value;
  });
  for (let i = 0; i < images; i++) imageMeans[i] /= imageCounts[i];
  for (let k = 0; k < draws; k++) drawMeans[k] /= drawCounts[k];

  const reduced = reducedEquations(values, draws, images, imageCounts, imageMeans);
  const effects = solveWithLastZero(reduced.matrix, draws, reduced.right);
  const spread = solveWithLastZero(reduced.matrix, draws, reduced.contrast);
  if (!effects || !spread) {
    const mean = center + values.reduce((sum, v) => sum + (Number.isNaN(v) ? 0 : v), 0) / cells;
    const squares = { images: Number.NaN, draws: Number.NaN, error: Number.NaN };
    return { draws, images, cells, mean, connected: false, squares, errorWeight: Number.NaN };
  }

  const imageEffects = Float64Array.from(imageMeans);
  eachCell(values, images, (_, draw, image) => {
    imageEffects[image] -= effects[draw] / imageCounts[image];
  });
  let withinImages = 0;
  let withinDraws = 0;
  let error = 0;
  eachCell(values, images, (value, draw, image) => {
    withinImages += (value - imageMeans[image]) ** 2;
    withinDraws += (value - drawMeans[draw]) ** 2;
    error += (value - imageEffects[image] - effects[draw]) ** 2;
  });
  let mean = center;
  let errorWeight = 0;
  for (let i = 0; i < images; i++) {
    mean += imageMeans[i] / images;
    errorWeight += 1 / (imageCounts[i] * images * images);
  }
  for (let k = 0; k < draws; k++) {
    mean += reduced.contrast[k] * effects[k];
    errorWeight += reduced.contrast[k] * spread[k];
  }
  const squares = {
    images: Math.max(0, withinDraws - error),
    draws: Math.max(0, withinImages - error),
    error,
  };
  return { draws, images, cells, mean, connected: true, squares, errorWeight };
}

/** The table without rows and columns that hold nothing, its grand mean taken off for the sake of rounding. */
function definedCells(table: ScoreTable) {
  const rows = new Map<number, number>();
  const columns = new Map<number, number>();
  let sum = 0;
  let count = 0;
  eachCell(table.values, table.images, (value, draw, image) => {
    if (!rows.has(draw)) rows.set(draw, rows.size);
    if (!columns.has(image)) columns.set(image, columns.size);
    sum += value;
    count++;
  });
  const center = sum / count;
  const values = new Float64Array(rows.size * columns.size).fill(Number.NaN);
  eachCell(table.values, table.images, (value, draw, image) => {
    values[rows.get(draw)! * columns.size + columns.get(image)!] = value - center;
  });
  return { draws: rows.size, images: columns.size, values, center };
}

function eachCell(
  values: Float64Array,
  images: number,
  visit: (value: number, draw: number, image: number) => void,
): void {
  for (let cell = 0; cell < values.length; cell++) {
    if (!Number.isNaN(values[cell])) visit(values[cell], Math.floor(cell / images), cell % images);
  }
}

/**
 * The normal equations of the draw effects after the image effects are eliminated (Searle, "Linear Models", 1971,
 * chapter 7), and the contrast of draw effects by which the mean of the complete table
 * differs from the mean of the image means.
 */
function reducedEquations(
  values: Float64Array,
  draws: number,
  images: number,
  imageCounts: Float64Array,
  imageMeans: Float64Array,
) {
  const matrix = new Float64Array(draws * draws);
  const right = new Float64Array(draws);
  const contrast = new Float64Array(draws).fill(1 / draws);
  eachCell(values, images, (value, draw, image) => {
    matrix[draw * draws + draw] += 1;
    right[draw] += value - imageMeans[image];
    contrast[draw] -= 1 / (imageCounts[image] * images);
    for (let other = 0; other < draws; other++) {
      const shared = !Number.isNaN(values[other * images + image]);
      if (shared) matrix[draw * draws + other] -= 1 / imageCounts[image];
    }
  });
  return { matrix, right, contrast };
}

/** Only differences of draw effects are determined: the last one is set to zero. */
function solveWithLastZero(matrix: Float64Array, size: number, right: Float64Array): Float64Array | null {
  const rest = size - 1;
  if (rest < 0) return null;
  const smaller = new Float64Array(rest * rest);
  for (let row = 0; row < rest; row++) {
    smaller.set(matrix.subarray(row * size, row * size + rest), row * rest);
  }
  const solution = solvePositiveDefinite(smaller, rest, right.subarray(0, rest));
  if (!solution) return null;
  const complete = new Float64Array(size);
  complete.set(solution);
  return complete;
}
