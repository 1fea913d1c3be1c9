import type { CheckResult } from '../../results/report.ts';

/** The scores that curves show: every chart of a page has these ends, so that charts can be compared. */
export interface ScoreRange {
  readonly low: number;
  readonly high: number;
}

/** From 0 to 1, or as far beyond as some score or interval of a report lies, to a fifth, and at most from -1. */
export function scoreRange(checks: readonly CheckResult[]): ScoreRange {
  const values = checks.flatMap(({ stages, references }) => [
    ...stages.flatMap(({ scores }) =>
      Object.values(scores).flatMap((s) => (s ? [s.mean, s.low, s.high] : [])),
    ),
    ...Object.values(references).flatMap((each) => (each ? [each.ceiling, each.floor, each.null] : [])),
  ]);
  const finite = values.filter((value): value is number => value !== null && Number.isFinite(value));
  const lowest = finite.reduce((a, b) => Math.min(a, b), 0);
  return { low: Math.max(-1, Math.floor(lowest * 5) / 5), high: 1 };
}
