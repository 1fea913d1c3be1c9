import { join } from 'node:path';
import { readReportFile } from '../results/read-report.ts';
import type { Report } from '../results/report.ts';

/** The report.json of a finished run. Throws InputError where there is none, or something else. */
export function readReport(folder: string): Promise<Report> {
  return readReportFile(join(folder, 'report.json'), 'Give the --out folder of a finished run.');
}
