import { type CrossedEffects, halfWidth } from './crossed.ts';
import { drawsOrImagesToDecide, type Effort } from './effort.ts';

/**
 * What has to be told from zero for a gate to be decided: any one of the ways would do, and all of what stands in a way
 * is needed.
 */
export type Ways = readonly (readonly CrossedEffects[])[];

/** What would decide a gate by the cheapest of its ways: the smallest numbers, or why the first of them has none. */
export function effortToDecide(ways: Ways, confidence: number): Effort {
  const efforts = ways.map((way) => allOf(openOf(way, confidence)));
  const least = leastEffort(efforts);
  const hindrance =
    least.draws === undefined ? efforts.find((effort) => effort.hindrance)?.hindrance : undefined;
  return { ...least, ...(hindrance && { hindrance }) };
}

/** What it takes to tell each mean of a way from zero that is not told yet. */
function openOf(way: readonly CrossedEffects[], confidence: number): Effort[] {
  return way
    .filter((effects) => !(Math.abs(effects.mean) > halfWidth(effects, confidence)))
    .map((effects) => drawsOrImagesToDecide(effects, confidence));
}

/** What all of several efforts take: the largest numbers, absent where one of them has none. */
export function allOf(efforts: readonly Effort[]): Effort {
  const hindrance = efforts.find((effort) => effort.hindrance)?.hindrance;
  return { ...chosen(efforts, (numbers) => Math.max(...numbers), true), ...(hindrance && { hindrance }) };
}

/** What one of several efforts takes: the smallest numbers that there are. */
export function leastEffort(efforts: readonly Effort[]): Effort {
  return chosen(efforts, (numbers) => Math.min(...numbers), false);
}

function chosen(
  efforts: readonly Effort[],
  choose: (numbers: readonly number[]) => number,
  all: boolean,
): Effort {
  const found = (number: (effort: Effort) => number | undefined): number | undefined => {
    const numbers = efforts.map(number);
    const known = numbers.filter((each) => each !== undefined);
    const enough = all ? known.length === numbers.length : true;
    return known.length > 0 && enough ? choose(known) : undefined;
  };
  const [draws, images] = [found((effort) => effort.draws), found((effort) => effort.images)];
  const together = {
    draws: found((effort) => effort.together?.draws),
    images: found((effort) => effort.together?.images),
  };
  return {
    ...(draws && { draws }),
    ...(images && { images }),
    ...(together.draws &&
      together.images && { together: { draws: together.draws, images: together.images } }),
  };
}

/** The same spread around a mean that lies `by` higher. */
export const shifted = (effects: CrossedEffects, by: number): CrossedEffects => ({
  ...effects,
  mean: effects.mean + by,
});
