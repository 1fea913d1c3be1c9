import { join, resolve } from 'node:path';
import { readBaseline, requireBaselineOf } from './baseline/baseline.ts';
import { compareReports } from './baseline/compare.ts';
import type { Config } from './config/config.ts';
import { parseConfig } from './config/parse.ts';
import { shellWord } from './config/shell-word.ts';
import { fingerprint } from './harness/fingerprint.ts';
import { memoryJournal, openJournal } from './harness/journal.ts';
import { openTraining } from './harness/label-networks.ts';
import { planRun } from './harness/plan-run.ts';
import type { Meter, Progress } from './harness/progress.ts';
import type { Notice, Report } from './harness/report.ts';
import { meterOf, run } from './harness/run.ts';
import { openSubject } from './harness/subject.ts';
import { scoreRows } from './report/score-rows.ts';
import { requireWritable, writeReport } from './report/write.ts';

export interface RunOptions {
  onProgress?(progress: Progress): void;
  onNotice?(notice: Notice): void;
  /** Stops the run at the next batch: it rejects with Interrupted, and what was finished stays in the journal. */
  readonly signal?: AbortSignal;
  /** The command line that repeats the run, for the report. Made from the configuration where it is not given. */
  readonly command?: string;
  /** What relative paths are relative to; the process's own folder by default. */
  readonly cwd?: string;
}

/**
 * Runs the sanity checks on a model and resolves to the report; a failing check is not an error. With `config.out` the
 * report, its figures and the journal are written there. Throws InputError for anything wrong with what was given,
 * before anything is written.
 */
export async function runChecks(config: Config, options: RunOptions = {}): Promise<Report> {
  const checked = parseConfig(config) as Config;
  const { cwd = process.cwd(), onProgress, onNotice, signal } = options;
  const startedAt = new Date();
  const out = checked.out === undefined ? null : resolve(cwd, checked.out);
  if (out) await requireWritable(out);
  const baseline = checked.baseline ? await readBaseline(checked.baseline, cwd) : null;
  let meter: Meter | undefined;
  let open = true;
  const subject = await openSubject(checked, {
    cwd,
    notify: onNotice,
    afterBatch: (used) => meter?.tick(used),
  });
  const close = async () => {
    if (open) await subject.dispose();
    open = false;
  };
  try {
    const plan = planRun(checked, subject);
    if (baseline) requireBaselineOf(baseline, plan, subject);
    const training = plan.training
      ? await openTraining(checked, plan.training, subject, { cwd, seed: plan.seed })
      : null;
    for (const notice of training?.notices ?? []) onNotice?.(notice);
    const identity = fingerprint(plan, subject, checked, training?.sha256);
    const journal = out
      ? openJournal(join(out, 'journal'), identity, checked.resume ?? false)
      : memoryJournal();
    meter = meterOf(subject, plan, journal, onProgress, signal, training);
    const command = reproduction(options.command ?? commandOf(checked), baseline !== null);
    const result = await run({ subject, plan, journal, training, meter, command, startedAt });
    const compared = baseline && compareReports(baseline, result.report, checked.allowInconclusive);
    const report = compared ? { ...result.report, baseline: compared } : result.report;
    const scores = scoreRows(result.steps, subject.inputs.ids);
    // Figures take memory too: what the engine holds goes before.
    await close();
    if (out) await writeReport(out, { ...result, report, scores });
    return report;
  } finally {
    await close();
  }
}

/** Which checks a run of this configuration will make, in the order of its report. Loads the model and its inputs. */
export async function planChecks(
  config: Config,
  options: Pick<RunOptions, 'cwd'> = {},
): Promise<{ method: string; order: string }[]> {
  const checked = parseConfig(config) as Config;
  const subject = await openSubject(checked, { cwd: options.cwd ?? process.cwd() });
  try {
    const { orders } = planRun(checked, subject);
    return subject.methods.flatMap(({ name }) => orders.map((order) => ({ method: name, order })));
  } finally {
    await subject.dispose();
  }
}

/**
 * The command for one check: the run's own, cut down to its method and order, and without the baseline that the
 * configuration may name, which is one of all checks.
 */
function reproduction(command: string, compared: boolean): (method?: string, order?: string) => string {
  return (method, order) => {
    if (!method || !order) return command;
    // A value is a bare word or one in single quotes.
    const bare = command.replace(/ --(methods|orders) ('[^']*'|\S)+/g, '');
    return `${bare} --methods ${method} --orders ${order}${compared ? ' --no-baseline' : ''}`;
  };
}

function commandOf({ model, inputs, seed, draws, limit }: Config): string {
  const name = (value: unknown) => (typeof value === 'string' ? shellWord(value) : '...');
  const numbers = Object.entries({ seed, draws, limit }).filter(([, value]) => value !== undefined);
  const given = numbers.map(([key, value]) => ` --${key} ${value}`).join('');
  return `saliency-sanity run --model ${name(model)} --inputs ${name(inputs)}${given}`;
}
