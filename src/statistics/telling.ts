import type { Comparison } from './contrast.ts';
import { type CrossedEffects, meanInterval } from './crossed.ts';
import { pairedEffects } from './paired.ts';
import { retainedInterval } from './retained.ts';
import type { GateResult, Interval } from './verdict-types.ts';

/** So much more than the network's own derivative a method may retain, unless a plan says otherwise. */
export const DEFAULT_MARGIN = 0.1;

/**
 * What the network's own derivative retains at the same gate. Some networks keep part of every map whatever is done to
 * their weights: where the derivative stays, a method that stays with it shows nothing against itself.
 */
export interface Telling {
  /** g: what the derivative retains. */
  readonly derivative: Interval;
  /** d = r - g: how much more the method retains, paired by image and draw. */
  readonly excess: Interval;
  /** The mean of d with its variance; null where the ceiling of either is not clearly above its floor. */
  readonly effects: CrossedEffects | null;
}

/**
 * Whether a gate that is not telling may yet pass with more images or draws: as much is retained as by the derivative, but not
 * clearly more than the gate allows.
 */
export const mayYetTell = ({
  status,
  low,
  maximum = 1,
}: Pick<GateResult, 'status' | 'low' | 'maximum'>): boolean =>
  status === 'not-telling' && !(low !== null && low > maximum);

export function tellingOf(method: Comparison, derivative: Comparison): Telling {
  const effects = pairedEffects(method, derivative);
  const nothing = { mean: null, low: null, high: null };
  return {
    derivative: retainedInterval(derivative),
    excess: effects ? meanInterval(effects, method.confidence) : nothing,
    effects,
  };
}
