import type { CheckResult } from '../../results/report.ts';
import type { CurvePoint } from '../figures/curve-points.ts';

/** The scores that curves show: every chart of a page has these ends, so that charts can be compared. */
export interface ScoreRange {
  readonly low: number;
  readonly high: number;
  /** Between two ticks; as the length asks for where nothing is said. */
  readonly step?: number;
}

/** The range of one chart: that of all, or its own where its scores are no similarities but go beyond 1 or -1. */
export function rangeOfChart(points: readonly CurvePoint[], shared: ScoreRange): ScoreRange {
  if (points.every(({ mean }) => Math.abs(mean) <= 1)) return shared;
  const ends = points.flatMap(({ mean, low, high }) => [low ?? mean, high ?? mean]);
  const [least, most] = [Math.min(0, ...ends), Math.max(0, ...ends)];
  const power = 10 ** Math.floor(Math.log10((most - least) / 4));
  const step = power * ([5, 2, 1].find((each) => each * power <= (most - least) / 4) ?? 1);
  return { low: Math.floor(least / step) * step, high: Math.ceil(most / step) * step, step };
}

/** From 0 to 1, or as far beyond as some score or interval of a report lies, to a fifth, and at most from -1. */
export function scoreRange(checks: readonly CheckResult[]): ScoreRange {
  const values = checks.flatMap(({ stages, references }) => [
    ...stages.flatMap(({ scores }) =>
      // Those beyond are no similarities, and have charts with ends of their own.
      Object.values(scores).flatMap((s) => (s && Math.abs(s.mean ?? 0) <= 1 ? [s.mean, s.low, s.high] : [])),
    ),
    ...Object.values(references).flatMap((each) => (each ? [each.ceiling, each.floor, each.null] : [])),
  ]);
  const finite = values.filter((value): value is number => value !== null && Number.isFinite(value));
  const lowest = finite.reduce((a, b) => Math.min(a, b), 0);
  return { low: Math.max(-1, Math.floor(lowest * 5) / 5), high: 1 };
}
