import { existsSync } from 'node:fs';
import path from 'node:path';
import { demoTraining } from '../../src/cli/demo-training.ts';
import { readReportFile } from '../../src/results/read-report.ts';
import type { Report } from '../../src/results/report.ts';
import { runChecks } from '../../src/run-checks.ts';
import type { Part, Size } from './catalogue.ts';

const DATA = 'fixtures/digits/training-data.ts';

/** The report that a run has left in its folder; null where it has not ended. No model is opened for it. */
export async function stored(folder: string): Promise<Report | null> {
  const file = path.join(folder, 'report.json');
  return existsSync(file) ? readReportFile(file, 'Measure it again, without --stored.') : null;
}

/** The report of a run: what its folder has of it is not measured again. */
export async function measured(
  folder: string,
  { model, inputs, methods, trains }: Part,
  { inputs: limit, draws, checks, threads }: Size & { checks: readonly string[]; threads: number },
): Promise<Report> {
  return await runChecks(
    {
      ...{ model, inputs, limit, draws, threads, quick: true, pictures: 1, checks: [...checks] },
      ...{ methods: [...methods], metrics: ['spearman-abs', 'spearman-signed', 'ssim'] },
      ...{ out: folder, resume: true },
      ...(trains ? { training: await demoTraining(DATA) } : {}),
    },
    { command: 'npm run findings' },
  );
}
