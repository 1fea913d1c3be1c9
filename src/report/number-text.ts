import type { GateResult } from '../harness/report.ts';

/** What stands where a number is undefined. */
export const UNDEFINED = '–';

/** A similarity with two decimals and no leading zero: `.86`, `-.12`, `1.00`; a dash for null or non-finite. */
export function similarityText(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return UNDEFINED;
  const rounded = value.toFixed(2);
  return (rounded === '-0.00' ? '0.00' : rounded).replace(/^(-?)0\./, '$1.');
}

/** The same with a true minus sign (U+2212), as figures have it. */
export function figureNumber(value: number | null | undefined): string {
  return similarityText(value).replace('-', '−');
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

/** Marks of a gate's status behind its number, so that nothing hangs on colour. */
export const GATE_MARKS: Readonly<Record<GateResult['status'], string>> = {
  passed: '',
  failed: '!',
  open: '?',
  undefined: '',
};

export const GATE_LEGEND = 'Retained similarity; ! above the gate, ? not decided, – undefined.';

/** Retained similarity of a gate with its mark: `.86!`. From 1 on one decimal stays, so that it fits four columns. */
export function gateText(gate: GateResult): string {
  const text = similarityText(gate.retained).replace(/^(-?\d+\.\d)\d$/, '$1');
  return `${text}${GATE_MARKS[gate.status]}`;
}
