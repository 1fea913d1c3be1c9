import { resolve } from 'node:path';
import type { Subject } from '../harness/prepare/subject.ts';
import type { Plan } from '../plan/plan.ts';
import { readReportFile } from '../results/read-report.ts';
import type { Report } from '../results/report.ts';
import { VERSION } from '../version.ts';
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
  const report = await readReportFile(resolve(cwd, file), hint, file);
  return { file, report };
}

/** Throws InputError where the run that is about to start is not of the baseline's version, model, inputs and plan. */
export function requireBaselineOf(
  { file, report }: Baseline,
  plan: Plan,
  { model, inputs, networks }: Subject,
): void {
  requireComparable(file, report, {
    version: VERSION,
    plan,
    model,
    networks: networks.map(({ name, model: { sha256 } }) => ({ name, sha256 })),
    inputs: inputs.ids.map((id, i) => ({ id, sha256: inputs.sha256[i], label: inputs.labels[i] })),
  });
}
