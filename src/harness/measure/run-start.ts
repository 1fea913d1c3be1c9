import type { Plan } from '../../plan/plan.ts';
import type { LooksTaken, RunCost, SkippedMethod } from '../../results/report.ts';
import type { Subject } from '../prepare/subject.ts';
import type { Chunk } from './chunks.ts';
import type { Journal } from './journal.ts';
import { isMeasured, plannedStages, stagesInOrder } from './measure.ts';

/** What is known of a run before its first step. */
export interface RunStart {
  /** What the whole run takes. */
  readonly cost: RunCost;
  /** What is left of it, where a run goes on that was interrupted. */
  readonly left: RunCost;
  /** Steps that an earlier run has done, of those of the plan; null where the run was not asked to go on with one. */
  readonly resumed: {
    /** Whether an earlier run had begun. */
    readonly begun: boolean;
    readonly done: number;
    readonly steps: number;
  } | null;
  /** Methods that were asked for and are left out. */
  readonly skipped: readonly SkippedMethod[];
  /** The looks of a run that stops when it is decided, of which the cost is that of all; null for any other. */
  readonly looks: Pick<LooksTaken, 'plan' | 'confidence'> | null;
}

/** How many steps of a plan there are, a stage in a draw each, and how many of them are in the journal. */
export function stepsDone(
  subject: Subject,
  plan: Plan,
  journal: Journal,
  chunks: readonly Chunk[],
): { done: number; steps: number } {
  const steps = [...stagesInOrder(plannedStages(subject, plan), plan)];
  const done = steps.filter((at) => isMeasured(at, { subject, chunks, journal }));
  return { done: done.length, steps: steps.length };
}
