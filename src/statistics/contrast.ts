import { type CrossedEffects, crossedEffects } from './crossed.ts';
import { excessLine } from './excess-line.ts';
import { type FloorPairs, floorOver } from './floor.ts';
import type { ScoreTable } from './table.ts';

/** What a stage is compared with, for one metric. */
export interface Comparison {
  /** S: trained map of image i against its map under draw k of the stage. */
  readonly stage: ScoreTable;
  /** R, one for every image: trained map against trained map with other method noise; NaN where undefined. */
  readonly ceiling: Float64Array;
  /** F. */
  readonly floor: FloorPairs;
  /** Coverage of the intervals, for example .95. */
  readonly confidence: number;
}

/** The comparison as tables over draws and images, of the images that have a ceiling and a score. */
export interface Contrast {
  /**
   * D(m)_ik = S_ik - m R_i - (1 - m) F~_i: its mean is positive where the stage retains more than m. The mean is
   * linear in m and is zero at the retained similarity.
   */
  at(maximum: number): CrossedEffects;
  /** The cells of D(m), with those images as columns. */
  table(maximum: number): ScoreTable;
  /** R_i - F~_i: how far the ceiling lies above the floor, with the slope of D in m. */
  readonly separation: CrossedEffects;
}

/** Nobody asks about retained similarities beyond this: floor and ceiling are not apart there. */
const FAR = 100;

/** Null where no image has a ceiling, a score and a partner in the floor. */
export function contrastOf({ stage, ceiling, floor }: Comparison): Contrast | null {
  const images = usableImages(stage, ceiling);
  const seen = floorOver(floor, images);
  return seen && contrastOver(stage, ceiling, images, seen.pseudoValues);
}

/** The same with floors as they are seen from `images`: one pseudo-value for each of them. */
export function contrastOver(
  stage: ScoreTable,
  ceiling: Float64Array,
  images: readonly number[],
  floors: Float64Array,
): Contrast {
  const table = (cell: (score: number, ceiling: number, floor: number) => number): ScoreTable => {
    const values = new Float64Array(stage.draws * images.length);
    for (let draw = 0; draw < stage.draws; draw++) {
      for (let index = 0; index < images.length; index++) {
        const image = images[index];
        const score = stage.values[draw * stage.images + image];
        values[draw * images.length + index] = cell(score, ceiling[image], floors[index]);
      }
    }
    return { draws: stage.draws, images: images.length, values };
  };
  const { step } = stage;
  const excess = (maximum: number) => ({
    ...table((s, r, f) => s - maximum * r - (1 - maximum) * f),
    ...(step === undefined ? {} : { step }),
  });
  const slope = table((s, r, f) => (Number.isNaN(s) ? Number.NaN : r - f));
  const separation = crossedEffects(slope);
  const retained = sumOf(excess(0).values) / sumOf(slope.values);
  const centre = Math.abs(retained) < FAR ? retained : 0;
  return { at: excessLine(excess, slope, separation.mean, centre), table: excess, separation };
}

/** Of the defined cells. */
function sumOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) if (!Number.isNaN(value)) sum += value;
  return sum;
}

function usableImages(stage: ScoreTable, ceiling: Float64Array): number[] {
  const usable: number[] = [];
  for (let image = 0; image < stage.images; image++) {
    let defined = false;
    for (let draw = 0; draw < stage.draws; draw++) {
      if (!Number.isNaN(stage.values[draw * stage.images + image])) defined = true;
    }
    if (defined && !Number.isNaN(ceiling[image])) usable.push(image);
  }
  return usable;
}
