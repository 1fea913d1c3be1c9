import { findCheck } from '../../src/checks/registry.ts';
import type { AccuracyFinding } from '../../src/statistics/accuracy.ts';
import { atChance, guessingProbability } from '../../src/statistics/chance.ts';
import type { CrossedEffects } from '../../src/statistics/crossed.ts';
import type { Evidence, GateEvidence } from '../../src/statistics/evidence.ts';
import type { GateFinding } from '../../src/statistics/gate.ts';
import { DEFAULT_MARGIN } from '../../src/statistics/telling.ts';
import type { GateResult, ScoreSummary } from '../../src/statistics/verdict-types.ts';

/** Numbers of a gate, as a test wants them; the rest is what they imply. */
export interface SampleGate {
  readonly stage?: string;
  readonly metric?: string;
  readonly retained?: number | null;
  /** Half the width of the interval; null for none. */
  readonly half?: number | null;
  readonly dead?: number;
  readonly logitShift?: number;
  readonly separation?: GateFinding['separation'];
  readonly effort?: GateFinding['effort'];
  readonly score?: number;
  readonly inapplicable?: string;
  readonly twin?: GateEvidence['twin'];
  /** How much more is retained than by the derivative; half the width of its interval is .02. */
  readonly excess?: number;
  /** Half the width of that interval. */
  readonly excessHalf?: number;
  /** Of how many gates it is one that the correction for their number leaves open. */
  readonly among?: number;
}

const EXCESS_HALF = 0.02;

function statusOf(
  retained: number | null,
  half: number | null,
  excess = 1,
  excessHalf = EXCESS_HALF,
): GateResult['status'] {
  if (retained === null) return 'undefined';
  if (half === null) return 'open';
  if (retained + half <= 0.5) return 'passed';
  if (excess + excessHalf <= DEFAULT_MARGIN) return 'not-telling';
  return retained - half > 0.5 && excess - excessHalf > DEFAULT_MARGIN ? 'failed' : 'open';
}

export function sampleGate(sample: SampleGate = {}): GateEvidence {
  const { stage = 'output', metric = 'spearman-abs', retained = 0.1, half = 0.05, dead = 0 } = sample;
  const { logitShift = 1.2, inapplicable = null, effort = {} } = sample;
  if (inapplicable !== null) {
    return { condition: stage, stage, metric, inapplicable, finding: null, scores: null, logitShift };
  }
  const ends =
    retained === null || half === null
      ? { low: null, high: null }
      : { low: retained - half, high: retained + half };
  const separation = sample.separation ?? { mean: 0.7, low: 0.65, high: 0.75 };
  const { excess, excessHalf = EXCESS_HALF, among } = sample;
  const status = among === undefined ? statusOf(retained, half, excess, excessHalf) : 'open';
  const around = (mean: number, width: number) => ({ mean, low: mean - width, high: mean + width });
  const beside =
    excess === undefined
      ? {}
      : { derivative: around((retained ?? 0) - excess, 0.05), excess: around(excess, excessHalf) };
  // What a gate on the way to failing has to be told from.
  const ways = (retained ?? 0) > 0.5 ? [[{ mean: (retained ?? 0) - 0.5 } as CrossedEffects]] : [];
  const scale = { separation, effort, p: 0, ways, ...(among === undefined ? {} : { among }) };
  const finding: GateFinding = { maximum: 0.5, retained, ...ends, status, ...beside, ...scale };
  const count = Math.round(160 * (1 - dead));
  const mean = sample.score ?? 0.3 + 0.7 * (retained ?? 0);
  const scores: ScoreSummary = {
    ...{ mean: count ? mean : null, low: null, high: null },
    ...{ sdImages: 0.1, sdDraws: 0.05, count, undefined: 160 - count },
  };
  return { condition: stage, stage, metric, inapplicable, finding, scores, logitShift, twin: sample.twin };
}

/** An accuracy among ten classes that nothing more is known of. */
export function sampleAccuracy(
  correct: number,
  count: number,
  rest: Partial<AccuracyFinding> = {},
): AccuracyFinding {
  const accuracy = { correct, count, chance: 0.1 };
  const finding = atChance(accuracy) ? 'at-chance' : correct / count < 0.55 ? 'poor' : 'sound';
  const none = { wouldTell: null, predictions: [], suspects: [], trials: [] };
  return { ...accuracy, p: guessingProbability(accuracy), finding, ...none, ...rest };
}

export function sampleEvidence(gates: readonly SampleGate[], rest: Partial<Evidence> = {}): Evidence {
  const references = { ceiling: 1, floor: 0.3, null: 0.32 };
  return {
    method: 'gradient',
    twin: null,
    words: findCheck('cascade').words,
    expects: 'change',
    obstacles: findCheck('labels').obstacles,
    draws: 5,
    images: 32,
    gates: gates.map(sampleGate),
    references: { 'spearman-abs': references, 'spearman-signed': references, ssim: references },
    zeroShare: 0,
    accuracy: sampleAccuracy(31, 32),
    memorisation: null,
    command: 'saliency-sanity run --model m --methods gradient --seed 1',
    ...rest,
  };
}

export const SAME = { ceiling: 1, floor: 1, null: 1 };
export const NOISE = { ceiling: 0.01, floor: 0, null: 0 };
export const NOT_APART = { mean: 0.004, low: -0.01, high: 0.02 };
