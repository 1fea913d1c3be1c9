import { asksForLeast, heldBy } from '../../results/gate-bound.ts';
import type { GateResult, Interval } from '../../results/report.ts';
import { isUnknown, unknownWhy } from '../../statistics/retained-words.ts';
import { decimal } from '../../statistics/wording.ts';

/** What stands where a number is undefined. */
export const UNDEFINED = '–';

/** A similarity with two decimals, no leading zero and a true minus sign: `.86`, `−.12`, `1.00`; a dash for null or non-finite. */
export function similarityText(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return UNDEFINED;
  return decimal(value);
}

/** A mean with its interval: `.86 (.80 to .92)`. The interval is left out where it is undefined. */
export function intervalText(mean: number | null, low: number | null, high: number | null): string {
  if (low === null || high === null) return similarityText(mean);
  return `${similarityText(mean)} (${similarityText(low)} to ${similarityText(high)})`;
}

/** A share as a percentage; 100 % only where it is exact, and never 0 % for more than nothing. */
export function shareText(share: number): string {
  if (!Number.isFinite(share)) return UNDEFINED;
  const percent = 100 * share;
  if (percent > 0 && percent < 0.1) return '<0.1 %';
  if (percent < 100 && percent > 99.9) return '>99.9 %';
  return `${percent < 10 && percent > 0 ? percent.toFixed(1) : percent.toFixed(percent > 99 && percent < 100 ? 1 : 0)} %`;
}

/** Retained similarities beyond these are no longer told apart: they are less alike than maps of different images, or more alike than any two. */
const LEAST_RETAINED = -1;
const MOST_RETAINED = 2;

/**
 * A retained similarity for a cell: `.86`, `−.12`. Beyond −1 and 2 only the side is said, `<−1` or `>2`, and a dash stands
 * where the interval is so wide that nothing is known.
 */
export function retainedText({ mean, low, high }: Interval): string {
  return isUnknown(low, high) ? UNDEFINED : onScale(mean);
}

/** A retained similarity with its interval: `.86 (.80 to .92)`; words where nothing is known. */
export function retainedIntervalText({ mean, low, high }: Interval): string {
  if (mean === null) return UNDEFINED;
  if (isUnknown(low, high)) return `${UNDEFINED} (${unknownWhy(low, high)})`;
  if (low === null || high === null) return onScale(mean);
  return `${onScale(mean)} (${onScale(low)} to ${onScale(high)})`;
}

/** What a gate holds against its bound, for a cell: scores themselves have no scale that ends. */
export const heldText = (gate: GateResult): string =>
  gate.score === undefined ? retainedText(heldBy(gate)) : similarityText(gate.score);

/** The same with its interval. */
export const heldIntervalText = (gate: GateResult): string =>
  gate.score === undefined
    ? retainedIntervalText(heldBy(gate))
    : intervalText(gate.score, gate.low, gate.high);

function onScale(value: number | null): string {
  if (value !== null && value < LEAST_RETAINED)
    return `<${similarityText(LEAST_RETAINED).replace(/\.00$/, '')}`;
  return value !== null && value > MOST_RETAINED ? `>${MOST_RETAINED}` : similarityText(value);
}

/** What the network's own derivative retains at a gate, with its interval; a dash where that was not measured. */
export function derivativeText({ derivative }: GateResult): string {
  return derivative ? retainedIntervalText(derivative) : UNDEFINED;
}

/** Marks of a gate's status behind its number, so that nothing hangs on colour. */
export const GATE_MARKS: Readonly<Record<GateResult['status'], string>> = {
  passed: '',
  failed: '!',
  'not-telling': '≈',
  open: '?',
  undefined: '',
};

/** The status of a gate in a word or two. */
export const GATE_WORDS: Readonly<Record<GateResult['status'], string>> = {
  passed: 'passed',
  failed: 'failed',
  'not-telling': 'cannot tell',
  open: 'not decided',
  undefined: 'undefined',
};

/** The status of a gate, with the inputs and draws that decided it where those were not all: `passed (8 x 3)`. */
export function gateStatusText({ status, decidedWith }: GateResult): string {
  const size = decidedWith ? ` (${decidedWith.inputs} x ${decidedWith.draws})` : '';
  return `${GATE_WORDS[status]}${size}`;
}

/** Explains the marks of gates; the one of gates that cannot tell only where there are any. */
export function marksLegend(gates: readonly GateResult[]): string {
  const silent = gates.some(({ status }) => status === 'not-telling');
  const same = silent ? ", ≈ no more than the network's derivative" : '';
  const side = gates.some(({ minimum }) => minimum !== undefined) ? 'on the wrong side of' : 'above';
  return `! ${side} the gate${same}, ? not decided, – not known.`;
}

const LEAST_LEGEND =
  'Retained similarity, or the score where that is judged; ! on the wrong side of the gate, ? not decided, – not known.';

/** What a gate holds against its bound, with its mark: `.86!`. From 1 on one decimal stays, so that it fits four columns. */
export function gateText(gate: GateResult): string {
  const text = heldText(gate).replace(/^(−?\d+\.\d)\d$/, '$1');
  return `${text}${GATE_MARKS[gate.status]}`;
}

/** The legend of these gates, with what numbers below 0 mean where there are any. */
export function gateLegend(gates: readonly GateResult[]): string {
  if (gates.some(asksForLeast)) return LEAST_LEGEND;
  const below = gates.some((gate) => gateText(gate).startsWith('−') || gateText(gate).startsWith('<'));
  const legend = `Retained similarity; ${marksLegend(gates)}`;
  return below ? `${legend} Below 0: less alike than maps of different images.` : legend;
}
