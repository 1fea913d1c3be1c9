import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { conclude } from '../harness/conclude/conclude.ts';
import { journalLines } from '../harness/measure/journal-lines.ts';
import { readReportFile } from '../results/read-report.ts';
import type { Report } from '../results/report.ts';

/** The report.json of a finished run. Throws InputError where there is none, or something else. */
export function readReport(folder: string): Promise<Report> {
  return readReportFile(join(folder, 'report.json'), 'Give the --out folder of a finished run.');
}

/**
 * The report of a run, or of one that has not come to its end: what its journal says so far, the draws that are whole. Throws
 * InputError where there is neither.
 */
export async function readRun(folder: string): Promise<{ report: Report; ended: boolean }> {
  const lines = existsSync(join(folder, 'report.json')) ? null : journalLines(join(folder, 'journal'));
  const begun = lines?.some(({ kind }) => kind === 'pairs');
  return lines && begun
    ? { report: conclude(lines), ended: false }
    : { report: await readReport(folder), ended: true };
}
