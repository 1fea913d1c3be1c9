import { type CrossedEffects, halfWidth } from './crossed.ts';
import { drawsOrImagesToDecide, type Effort } from './effort.ts';

/**
 * What has to be told from zero for a gate to be decided: any one of the ways would do, and all of what stands in a way
 * is needed.
 */
export type Ways = readonly (readonly CrossedEffects[])[];

/** What would decide a gate by the cheapest of its ways: the smallest numbers, or why the first of them has none. */
export function effortToDecide(ways: Ways, confidence: number): Effort {
  const efforts = ways.map((way) => together(way, confidence));
  const [draws, images] = (['draws', 'images'] as const).map((kind) => {
    const numbers = efforts.flatMap((effort) => effort[kind] ?? []);
    return numbers.length > 0 ? Math.min(...numbers) : undefined;
  });
  const hindrance = draws === undefined ? efforts.find((effort) => effort.hindrance)?.hindrance : undefined;
  return { ...(draws && { draws }), ...(images && { images }), ...(hindrance && { hindrance }) };
}

/** What it takes to tell all of some means from zero. */
function together(way: readonly CrossedEffects[], confidence: number): Effort {
  const open = way.filter((effects) => !(Math.abs(effects.mean) > halfWidth(effects, confidence)));
  const efforts = open.map((effects) => drawsOrImagesToDecide(effects, confidence));
  const most = (kind: 'draws' | 'images') => {
    const numbers = efforts.map((effort) => effort[kind]);
    return numbers.length > 0 && numbers.every((number) => number !== undefined)
      ? Math.max(...numbers)
      : undefined;
  };
  const [draws, images] = [most('draws'), most('images')];
  const hindrance = efforts.find((effort) => effort.hindrance)?.hindrance;
  return { ...(draws && { draws }), ...(images && { images }), ...(hindrance && { hindrance }) };
}

/** The same spread around a mean that lies `by` higher. */
export const shifted = (effects: CrossedEffects, by: number): CrossedEffects => ({
  ...effects,
  mean: effects.mean + by,
});
