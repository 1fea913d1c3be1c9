import { type Comparison, contrastOf } from './contrast.ts';
import { type CrossedEffects, crossedEffects, meanInterval, pAbove } from './crossed.ts';
import { type GateFinding, judgeGate } from './gate.ts';
import { effortToDecide } from './gate-effort.ts';
import type { ScoreTable } from './table.ts';
import type { GateResult } from './verdict-types.ts';
import type { Expects } from './verdict-words.ts';

/** What a gate holds against its bound. */
export interface BoundQuestion {
  readonly expects: Expects;
  readonly bound: number;
  readonly comparison: Comparison;
  /** Whether the scores themselves are held against it, not what is retained of them. */
  readonly raw: boolean;
  /** The network's own derivative at the same condition, of a check that expects maps to change; absent or null where it was not measured. */
  readonly derivative?: Comparison | null;
  /** How much more than the derivative a method may retain where it does not pass. */
  readonly margin?: number;
}

/** Maps are float32: an interval that lies so near to the score of a control says that they are the same. */
const SAME = 1e-6;

/** Judges a gate of a check on the side that the check expects, by what is retained or by the scores themselves. */
export function judgeBound(question: BoundQuestion): GateFinding {
  const { expects, bound, comparison, raw, derivative, margin } = question;
  if (raw) return judgeScores(comparison.stage, bound, expects, comparison.confidence);
  if (expects === 'change') return judgeGate({ ...comparison, maximum: bound, derivative, margin });
  const { maximum: _, ...found } = judgeGate({ ...comparison, maximum: bound });
  const contrast = contrastOf(comparison);
  const p = contrast ? pBelow(contrast.at(bound)) : Number.NaN;
  return { ...found, minimum: bound, status: turned(found, bound), p };
}

/**
 * Whether mean scores lie on the right side of a bound: by the crossed-effects interval of the mean. Of one row, in which
 * nothing is drawn, by the interval over the images.
 */
function judgeScores(table: ScoreTable, bound: number, expects: Expects, confidence: number): GateFinding {
  const effects = crossedEffects(table);
  const { mean, low, high } = meanInterval(effects, confidence);
  const beyond = { ...effects, mean: effects.mean - bound };
  const ways = [[beyond]];
  const limit = expects === 'change' ? { maximum: bound } : { minimum: bound };
  const judged = expects === 'change' ? atMost(low, high, bound) : atLeast(low, high, bound, expects);
  // What equals its control in every image and draw is not beyond it, and more of them would not change that.
  const near = (end: number | null) => end !== null && Math.abs(end - bound) <= SAME;
  const equal = expects === 'beats' && near(low) && near(high);
  const status = equal ? 'failed' : judged;
  return {
    ...limit,
    retained: null,
    ...{ score: mean, low, high, separation: null },
    status: mean === null ? 'undefined' : status,
    p: equal ? 0 : expects === 'change' ? pAbove(beyond) : pBelow(beyond),
    effort: status === 'open' && mean !== null ? effortToDecide(ways, confidence) : {},
    ways,
  };
}

/** One-sided p-value of the hypothesis that the mean is at least 0. */
const pBelow = (effects: CrossedEffects): number => pAbove({ ...effects, mean: -effects.mean });

/** The status of a gate on retained similarity that asks for the least in place of the most. */
function turned(
  { retained, low, high }: Pick<GateFinding, 'retained' | 'low' | 'high'>,
  bound: number,
): GateResult['status'] {
  return retained === null ? 'undefined' : atLeast(low, high, bound, 'stay');
}

function atMost(low: number | null, high: number | null, bound: number): GateResult['status'] {
  if (low === null || high === null) return 'open';
  if (high <= bound) return 'passed';
  return low > bound ? 'failed' : 'open';
}

/** Who has to beat a control has to lie above it; who has to stay may lie on the bound. */
function atLeast(
  low: number | null,
  high: number | null,
  bound: number,
  expects: Expects,
): GateResult['status'] {
  if (low === null || high === null) return 'open';
  if (expects === 'beats' ? low > bound : low >= bound) return 'passed';
  return high < bound ? 'failed' : 'open';
}

/** A table of which nothing is drawn, as one of two equal rows: the spread between draws is 0, that between images its own. */
export function undrawn({ images, values, ...rest }: ScoreTable): ScoreTable {
  const row = values.subarray(0, images);
  const twice = new Float64Array(2 * row.length);
  twice.set(row);
  twice.set(row, row.length);
  return { ...rest, draws: row.length > 0 ? 2 : 0, images, values: twice };
}
