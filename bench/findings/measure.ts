import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { demoTraining } from '../../src/cli/demo-training.ts';
import { parseConfig, wholeConfig } from '../../src/config/parse.ts';
import { openJournal } from '../../src/harness/measure/journal.ts';
import { openTraining, trainingsOf } from '../../src/harness/measure/label-networks.ts';
import { fingerprint } from '../../src/harness/prepare/fingerprint.ts';
import { planRun } from '../../src/harness/prepare/plan-run.ts';
import { openSubject } from '../../src/harness/prepare/subject.ts';
import { meterOf, run } from '../../src/harness/run.ts';
import type { Report } from '../../src/results/report.ts';
import type { Part, Size } from './catalogue.ts';

const DATA = 'fixtures/digits/training-data.ts';

/** Inputs to a chunk: what is measured of one is kept. */
const CHUNK = 8;

/** The report of a run without figures: what its folder has of it is not measured again. */
export async function measured(
  folder: string,
  { model, inputs, methods, trains }: Part,
  {
    inputs: limit,
    draws,
    checks,
    threads,
  }: Size & { readonly checks: readonly string[]; readonly threads: number },
): Promise<Report> {
  const config = wholeConfig(
    parseConfig({
      ...{ model, inputs, limit, draws, threads, quick: true, pictures: 1, checks, methods: [...methods] },
      metrics: ['spearman-abs', 'spearman-signed', 'ssim'],
      ...(trains ? { training: await demoTraining(DATA) } : {}),
    }),
  );
  const cwd = process.cwd();
  const subject = await openSubject(config, { cwd, checks });
  try {
    const plan = planRun(config, subject);
    const training = plan.training
      ? await openTraining(config, plan.training, subject, {
          cwd,
          seed: plan.seed,
          trainings: trainingsOf(plan),
        })
      : null;
    await mkdir(folder, { recursive: true });
    const identity = fingerprint(plan, subject, config, training?.sha256);
    const journal = openJournal(path.join(folder, 'journal'), identity, true);
    try {
      const meter = meterOf(subject, plan, journal, undefined, undefined, training);
      const commands = { run: '', checks: [] };
      const { report } = await run({
        ...{ subject, plan, journal, training, meter, commands, startedAt: new Date(0), chunk: CHUNK },
      });
      return report;
    } finally {
      journal.close();
    }
  } finally {
    await subject.dispose();
  }
}
