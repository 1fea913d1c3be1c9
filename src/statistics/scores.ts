import { mean, sampleStandardDeviation } from 'simple-statistics';
import { crossedEffects, meanInterval } from './crossed.ts';
import type { ScoreTable } from './table.ts';
import type { ScoreSummary } from './verdict-types.ts';

export type { ScoreTable } from './table.ts';

/**
 * Mean of a table of scores with its crossed-effects interval (`confidence`, for example .95), the spread over images
 * and over draws, and how many scores are defined. Numbers that the table cannot give are null.
 */
export function summarise(table: ScoreTable, confidence: number): ScoreSummary {
  const { draws, images, values } = table;
  const byImage = Array.from({ length: images }, (_, i) => meanOfCells(values, i, images));
  const byDraw = Array.from({ length: draws }, (_, k) => meanOfCells(values, k * images, 1, images));
  let count = 0;
  for (const value of values) if (!Number.isNaN(value)) count++;
  return {
    ...meanInterval(crossedEffects(table), confidence),
    sdImages: deviation(byImage),
    sdDraws: deviation(byDraw),
    count,
    undefined: values.length - count,
  };
}

/** Mean of the values that are not NaN; null where there are none. */
export function meanOfDefined(values: ArrayLike<number>): number | null {
  const defined = Array.from(values).filter((value) => !Number.isNaN(value));
  return defined.length ? mean(defined) : null;
}

function deviation(values: readonly (number | null)[]): number | null {
  const defined = values.filter((value) => value !== null);
  return defined.length > 1 ? sampleStandardDeviation(defined) : null;
}

/** Mean of the defined cells from `first` on, `step` apart, `most` of them; null where there are none. */
function meanOfCells(values: Float64Array, first: number, step: number, most = values.length): number | null {
  let sum = 0;
  let count = 0;
  for (let cell = first, seen = 0; cell < values.length && seen < most; cell += step, seen++) {
    if (Number.isNaN(values[cell])) continue;
    sum += values[cell];
    count++;
  }
  return count > 0 ? sum / count : null;
}
