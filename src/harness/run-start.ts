import type { Plan } from '../config/plan.ts';
import { drawsOf } from './draws.ts';
import type { Journal } from './journal.ts';
import type { RunCost, SkippedMethod } from './report.ts';
import { stepName } from './step.ts';
import { plannedStages } from './steps.ts';
import type { Subject } from './subject.ts';

/** What is known of a run before its first step. */
export interface RunStart {
  /** What the whole run takes. */
  readonly cost: RunCost;
  /** What is left of it, where a run goes on that was interrupted. */
  readonly left: RunCost;
  /** Steps that an earlier run has done, of those of the plan; null where the run was not asked to go on with one. */
  readonly resumed: { readonly done: number; readonly steps: number } | null;
  /** Methods that were asked for and are left out. */
  readonly skipped: readonly SkippedMethod[];
}

/** How many steps of a plan there are, and how many of them are in the journal. */
export function stepsDone(subject: Subject, plan: Plan, journal: Journal): { done: number; steps: number } {
  const steps = [...plannedStages(subject, plan)].flatMap(([order, stages]) =>
    stages.flatMap(({ name: stage }) =>
      Array.from({ length: drawsOf(plan, order) }, (_, draw) => stepName({ draw, order, stage })),
    ),
  );
  return { done: steps.filter((name) => journal.find(name)).length, steps: steps.length };
}
