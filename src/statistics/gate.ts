import { type Comparison, type Contrast, contrastOf } from './contrast.ts';
import { meanInterval, pAbove } from './crossed.ts';
import type { Effort } from './effort.ts';
import { effortToDecide, shifted, type Ways } from './gate-effort.ts';
import { retainedOf } from './retained.ts';
import { isUnknown } from './retained-words.ts';
import { DEFAULT_MARGIN, type Telling, tellingOf } from './telling.ts';
import type { GateResult, Interval } from './verdict-types.ts';

export interface GateQuestion extends Comparison {
  /** The largest retained similarity that passes. */
  readonly maximum: number;
  /** The network's own derivative at the same stage; absent or null where it was not measured. */
  readonly derivative?: Comparison | null;
  /** How much more than the derivative a method may retain where it does not pass; .1 by default. */
  readonly margin?: number;
}

/** What the scores say about one gate; the verdict may still hold it undefined, for example over dead maps. */
export interface GateFinding
  extends Pick<
    GateResult,
    'maximum' | 'minimum' | 'retained' | 'score' | 'low' | 'high' | 'status' | 'derivative' | 'excess'
  > {
  /** R - F over the images judged; null where scores are held against their bound as they are. */
  readonly separation: Interval | null;
  /**
   * One-sided p-value against `failed`: of the hypothesis that the bound is kept, or no more is retained than the margin beyond
   * the derivative, whichever fits the scores better. NaN where it cannot be told.
   */
  readonly p: number;
  /** For an open gate, what would decide it; else empty. */
  readonly effort: Effort;
  /** Of how many gates it is one, where it would fail alone and the correction for their number leaves it open; else absent. */
  readonly among?: number;
  /** What has to be told apart to decide it. */
  readonly ways: Ways;
}

/**
 * Judges whether a stage retains at most `maximum`: `passed` when the upper end of the interval of rho is at most that.
 * `failed` when its lower end is above and the method retains clearly more than the network's own derivative, by the
 * interval of their difference d and the margin. `not-telling` when it has not passed and the upper end of d is at most
 * the margin: whatever is retained, the derivative retains as well. `open` otherwise, and always with one draw;
 * `undefined` where nothing can be compared or R is not above F. Without a derivative only rho decides.
 */
export function judgeGate(question: GateQuestion): GateFinding & { readonly separation: Interval } {
  const { maximum, confidence, derivative, margin = DEFAULT_MARGIN } = question;
  const nothing = { mean: null, low: null, high: null };
  const contrast = contrastOf(question);
  const retained = contrast ? retainedOf(contrast, confidence) : nothing;
  const separation = contrast ? meanInterval(contrast.separation, confidence) : nothing;
  const telling = derivative ? tellingOf(question, derivative) : null;
  const status = gateStatus(retained, maximum, telling, margin);
  const apart = status === 'not-telling' ? null : telling;
  const ways = contrast ? waysToDecide(contrast, retained, maximum, apart, margin) : [];
  const found = status === 'open' ? effortToDecide(ways, confidence) : {};
  const scaleless = retained.low === null || isUnknown(retained.low, retained.high);
  const effort = scaleless && found.hindrance ? { ...found, hindrance: 'scale' as const } : found;
  return {
    maximum,
    retained: retained.mean,
    low: retained.low,
    high: retained.high,
    status,
    ...(telling && { derivative: telling.derivative, excess: telling.excess }),
    separation,
    p: contrast ? pOfFailing(contrast, maximum, telling, margin) : Number.NaN,
    effort,
    ways,
  };
}

function gateStatus(
  { mean, low, high }: Interval,
  maximum: number,
  telling: Telling | null,
  margin: number,
): GateResult['status'] {
  if (mean === null) return 'undefined';
  if (low !== null && high !== null && high <= maximum) return 'passed';
  const above = low !== null && low > maximum;
  if (!telling) return above ? 'failed' : 'open';
  const { excess } = telling;
  if (excess.high !== null && excess.high <= margin) return 'not-telling';
  return above && excess.low !== null && excess.low > margin ? 'failed' : 'open';
}

function pOfFailing(contrast: Contrast, maximum: number, telling: Telling | null, margin: number): number {
  const own = pAbove(contrast.at(maximum));
  if (!telling) return own;
  return telling.effects ? Math.max(own, pAbove(telling.effects, margin)) : Number.NaN;
}

/**
 * An unbounded interval waits for the separation of ceiling and floor; a bounded one for D itself, and for d where the derivative
 * still has a say.
 */
function waysToDecide(
  contrast: Contrast,
  { mean, low }: Interval,
  maximum: number,
  telling: Telling | null,
  margin: number,
): Ways {
  if (low === null) return [[contrast.separation]];
  const own = contrast.at(maximum);
  if (!telling?.effects) return [[own]];
  const more = shifted(telling.effects, -margin);
  const passing = mean !== null && mean <= maximum;
  if (more.mean > 0) return passing ? [[own]] : [[own, more]];
  return passing ? [[own], [more]] : [[more]];
}
