import { type Comparison, contrastOf } from './contrast.ts';
import { meanInterval, pValue } from './crossed.ts';
import { drawsOrImagesToDecide, type Effort } from './effort.ts';
import { retainedOf } from './retained.ts';
import { isUnknown } from './retained-words.ts';
import type { GateResult, Interval } from './verdict-types.ts';

export interface GateQuestion extends Comparison {
  /** The largest retained similarity that passes. */
  readonly maximum: number;
}

/** What the scores say about one gate; the verdict may still hold it undefined, for example over dead maps. */
export interface GateFinding
  extends Pick<GateResult, 'maximum' | 'minimum' | 'retained' | 'score' | 'low' | 'high' | 'status'> {
  /** R - F over the images judged; null where scores are held against their bound as they are. */
  readonly separation: Interval | null;
  /** Two-sided p-value of D(maximum) = 0; NaN where its variance is unknown. */
  readonly p: number;
  /** For an open gate, what would decide it; else empty. */
  readonly effort: Effort;
}

/**
 * Judges whether a stage retains at most `maximum`. It is `passed` when the upper end of the interval of rho is at
 * most the maximum and `failed` when the lower end is above it, which is when a two-sided test rejects D(maximum) = 0
 * on that side; `open` otherwise, and always with one draw; `undefined` where nothing can be compared or R is not
 * above F.
 */
export function judgeGate(question: GateQuestion): GateFinding & { readonly separation: Interval } {
  const { maximum, confidence } = question;
  const nothing = { mean: null, low: null, high: null };
  const contrast = contrastOf(question);
  const { mean: retained, low, high } = contrast ? retainedOf(contrast, confidence) : nothing;
  const separation = contrast ? meanInterval(contrast.separation, confidence) : nothing;
  const status = gateStatus(retained, low, high, maximum);
  // An unbounded interval waits for the separation of ceiling and floor, a bounded one for D itself.
  const unbounded = low === null;
  const asked = unbounded ? contrast?.separation : contrast?.at(maximum);
  const found = asked && status === 'open' ? drawsOrImagesToDecide(asked, confidence) : {};
  const scaleless = unbounded || isUnknown(low, high);
  const effort = scaleless && found.hindrance ? { ...found, hindrance: 'scale' as const } : found;
  return {
    maximum,
    retained,
    low,
    high,
    status,
    separation,
    p: contrast ? pValue(contrast.at(maximum)) : Number.NaN,
    effort,
  };
}

function gateStatus(
  retained: number | null,
  low: number | null,
  high: number | null,
  maximum: number,
): GateResult['status'] {
  if (retained === null) return 'undefined';
  if (low === null || high === null) return 'open';
  if (high <= maximum) return 'passed';
  return low > maximum ? 'failed' : 'open';
}
