import { located } from '../disk/located.ts';
import { runSubject } from '../harness/prepare/run-subject.ts';
import type { Subject } from '../harness/prepare/subject.ts';
import type { Plan } from '../plan/plan.ts';
import { readReportFile } from '../results/read-report.ts';
import type { Report } from '../results/report.ts';
import { requireComparable } from './require-comparable.ts';

/** An earlier report that a run is compared with. */
export interface Baseline {
  /** Its path, as it was given. */
  readonly file: string;
  readonly report: Report;
}

/** Reads a baseline. Throws InputError where there is none, or something else. */
export async function readBaseline(file: string, cwd: string): Promise<Baseline> {
  const hint = 'Write one from a finished run: npx saliency-sanity baseline update.';
  const report = await readReportFile(located(file, cwd), hint, file);
  return { file, report };
}

/** Throws InputError where the run that is about to start is not of the baseline's version, model, inputs and plan. */
export function requireBaselineOf({ file, report }: Baseline, plan: Plan, subject: Subject): void {
  requireComparable(file, report, runSubject(plan, subject));
}
