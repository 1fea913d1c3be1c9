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
  const byImage = range(images).map((i) => meanOfDefined(range(draws).map((k) => values[k * images + i])));
  const byDraw = range(draws).map((k) => meanOfDefined(values.subarray(k * images, (k + 1) * images)));
  const count = values.reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : 1), 0);
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

function range(length: number): number[] {
  return Array.from({ length }, (_, index) => index);
}
