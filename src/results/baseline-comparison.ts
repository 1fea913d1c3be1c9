import type { Interval, Status } from '../statistics/verdict-types.ts';

/** A check whose verdict is another one than in the baseline. */
export interface VerdictChange {
  readonly method: string;
  readonly order: string;
  readonly before: Status;
  readonly after: Status;
  /** Whether the verdict is worse than before. */
  readonly regression: boolean;
}

/** A retained similarity that moved beyond its joint interval. */
export interface RetainedChange {
  readonly method: string;
  readonly order: string;
  readonly stage: string;
  readonly metric: string;
  readonly before: Interval;
  readonly after: Interval;
  /** Whether more is retained than before. */
  readonly regression: boolean;
}

/** The section `baseline` of report.json: what changed since an earlier run of the same plan. */
export interface BaselineComparison {
  /** Path of the baseline, as it was given. */
  readonly file: string;
  /** When the earlier run started: ISO 8601, UTC. */
  readonly startedAt: string;
  /** Number of changes for the worse, verdicts and retained similarities together. */
  readonly regressions: number;
  readonly verdicts: readonly VerdictChange[];
  readonly retained: readonly RetainedChange[];
}
