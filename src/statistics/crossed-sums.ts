import type { ScoreTable } from './table.ts';

/** What the analysis of variance of a table needs to know of it. */
export interface CrossedSums {
  /** Draws and images with a defined cell, and the number of defined cells. */
  readonly draws: number;
  readonly images: number;
  readonly cells: number;
  /** Of the cells that are there; NaN without one. */
  readonly mean: number;
  /** Sums of squares around the means of the images, of the draws, and around the mean of all. */
  readonly withinImages: number;
  readonly withinDraws: number;
  readonly total: number;
  /** Sum over the images of the squared number of their cells, over the number of all cells: draws, where none is missing. */
  readonly cellsOfImage: number;
  /** The same of the draws. */
  readonly cellsOfDraw: number;
}

/** One pass for the means, one for the squares around them: no difference of large sums loses digits. */
export function crossedSums({ draws, images, values }: ScoreTable): CrossedSums {
  const { imageMeans, imageCounts, drawMeans, drawCounts, mean, cells } = cellMeans(draws, images, values);
  let withinImages = 0;
  let withinDraws = 0;
  let total = 0;
  for (let cell = 0, k = 0; k < draws; k++) {
    for (let i = 0; i < images; i++, cell++) {
      const value = values[cell];
      if (Number.isNaN(value)) continue;
      withinImages += (value - imageMeans[i]) ** 2;
      withinDraws += (value - drawMeans[k]) ** 2;
      total += (value - mean) ** 2;
    }
  }
  const squares = (counts: Float64Array) => counts.reduce((sum, count) => sum + count * count, 0);
  return {
    ...{ draws: used(drawCounts), images: used(imageCounts), cells, mean },
    ...{ withinImages, withinDraws, total },
    cellsOfImage: squares(imageCounts) / cells,
    cellsOfDraw: squares(drawCounts) / cells,
  };
}

function cellMeans(draws: number, images: number, values: Float64Array) {
  const imageMeans = new Float64Array(images);
  const imageCounts = new Float64Array(images);
  const drawMeans = new Float64Array(draws);
  const drawCounts = new Float64Array(draws);
  // Sums of differences from some cell: equal cells have their own value as mean, to the last bit.
  const origin = values.find((value) => !Number.isNaN(value)) ?? Number.NaN;
  let sum = 0;
  let cells = 0;
  for (let cell = 0, k = 0; k < draws; k++) {
    for (let i = 0; i < images; i++, cell++) {
      if (Number.isNaN(values[cell])) continue;
      const value = values[cell] - origin;
      imageMeans[i] += value;
      imageCounts[i]++;
      drawMeans[k] += value;
      drawCounts[k]++;
      sum += value;
      cells++;
    }
  }
  for (let i = 0; i < images; i++) imageMeans[i] = origin + imageMeans[i] / imageCounts[i];
  for (let k = 0; k < draws; k++) drawMeans[k] = origin + drawMeans[k] / drawCounts[k];
  return { imageMeans, imageCounts, drawMeans, drawCounts, mean: origin + sum / cells, cells };
}

const used = (counts: Float64Array): number => counts.reduce((sum, count) => sum + (count > 0 ? 1 : 0), 0);
