import { crossedEffects, meanInterval } from '../../statistics/crossed.ts';
import type { ScoreTable } from '../../statistics/scores.ts';

/** A control that leaves less than this of a measure has all of it. */
const NOTHING = 1e-9;

/**
 * Why a measure can tell nothing on the inputs of a run, by the scores of a method and by what they have beyond the control; null where it
 * can. A map that is the region has 1 of every measure: where even that could not be told from the control no method can pass.
 * One that clearly has less than the control is told from it all the same.
 */
export function untelling(scores: ScoreTable, beyond: ScoreTable, confidence: number): string | null {
  const { high } = meanInterval(crossedEffects(beyond), confidence);
  if (high !== null && high < 0) return null;
  const left = beyond.values.map((value, at) => 1 - (scores.values[at] - value));
  const best = meanInterval(crossedEffects({ ...beyond, values: left }), confidence);
  if (best.mean === null || best.low === null || best.low > 0) return null;
  return best.mean < NOTHING
    ? 'the centre of the image or its edges have all of it already, and nothing could lie beyond'
    : `the centre of the image or its edges have so much of it that on these inputs even a map that is the region could not be told from them`;
}
