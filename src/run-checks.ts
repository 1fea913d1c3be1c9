import { join, resolve } from 'node:path';
import { readBaseline, requireBaselineOf } from './baseline/baseline.ts';
import { compareReports } from './baseline/compare.ts';
import type { Config } from './config/config.ts';
import { classNames } from './config/list.ts';
import { parseConfig } from './config/parse.ts';
import type { Order } from './config/plan.ts';
import { quickened } from './config/quick.ts';
import { shellWord } from './config/shell-word.ts';
import { WriteFault } from './disk/write-fault.ts';
import { InputError } from './errors.ts';
import { fingerprint } from './harness/fingerprint.ts';
import { memoryJournal, openJournal } from './harness/journal.ts';
import { openTraining } from './harness/label-networks.ts';
import { planRun } from './harness/plan-run.ts';
import type { Meter, Progress } from './harness/progress.ts';
import type { Notice, Report } from './harness/report.ts';
import { meterOf, run } from './harness/run.ts';
import { runCost } from './harness/run-cost.ts';
import { type RunStart, stepsDone } from './harness/run-start.ts';
import { measureSpeed } from './harness/speed.ts';
import { openSubject } from './harness/subject.ts';
import { scoreRows } from './report/score-rows.ts';
import { requireWritable, writeReport } from './report/write.ts';
import { findMetric } from './similarity/registry.ts';
import { undoAtStrayEnd } from './stray-errors.ts';

export interface RunOptions {
  onProgress?(progress: Progress): void;
  onNotice?(notice: Notice): void;
  /** Gets what a run takes, before its first step. */
  onStart?(start: RunStart): void;
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
  const [checked] = quickened([parseConfig(config) as Config]);
  const { cwd = process.cwd(), onProgress, onNotice, onStart, signal } = options;
  const startedAt = new Date();
  const out = checked.out === undefined ? null : resolve(cwd, checked.out);
  if (out) await requireWritable(out);
  const baseline = checked.baseline ? await readBaseline(checked.baseline, cwd) : null;
  let meter: Meter | undefined;
  let forget = () => {};
  let open = true;
  let journal = memoryJournal();
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
    if (out) journal = openJournal(join(out, 'journal'), identity, checked.resume ?? false);
    forget = undoAtStrayEnd(() => journal.discard());
    const speed = await measureSpeed(subject, plan.metrics.map(findMetric));
    const cost = runCost(subject, plan, speed, { training: training?.work });
    // Who was interrupted meanwhile hears of it at the first batch.
    const start = signal?.aborted ? undefined : onStart;
    start?.({
      cost,
      left: runCost(subject, plan, speed, { training: training?.work, journal }),
      resumed: checked.resume ? stepsDone(subject, plan, journal) : null,
      skipped: subject.skipped,
    });
    meter = meterOf(subject, plan, journal, onProgress, signal, training);
    const command = reproduction(options.command ?? commandOf(checked), baseline !== null);
    const result = await run({ subject, plan, journal, training, meter, command, startedAt, cost }).catch(
      (error) => {
        // What the user gave was at fault: nothing is left of the run. A full disk takes no finished steps away.
        if (error instanceof InputError && !(error instanceof WriteFault)) journal.discard();
        throw error;
      },
    );
    forget();
    const compared = baseline && compareReports(baseline, result.report, checked.allowInconclusive);
    const report = compared ? { ...result.report, baseline: compared } : result.report;
    const scores = scoreRows(result.steps, subject.inputs.ids);
    // Figures take memory too: what the engine holds goes before.
    await close();
    const late: Notice[] = [];
    const tell = (notice: Notice) => {
      late.push(notice);
      onNotice?.(notice);
    };
    if (out) await writeReport(out, { ...result, report, scores }, {}, tell);
    return late.length > 0 ? { ...report, notices: [...report.notices, ...late] } : report;
  } finally {
    forget();
    journal.close();
    await close();
  }
}

/** A check that a run will make, or leave out. */
export interface PlannedCheck {
  readonly method: string;
  readonly order: Order;
  /** Why it is left out, of a method that was asked for by name and does not fit the model; null for a check that is made. */
  readonly leftOut: string | null;
}

/**
 * Which checks a run of this configuration will make, in the order of its report, then those of methods that were asked for
 * by name and are left out. Loads the model and its inputs.
 */
export async function planChecks(
  config: Config,
  options: Pick<RunOptions, 'cwd'> = {},
): Promise<PlannedCheck[]> {
  const [checked] = quickened([parseConfig(config) as Config]);
  const subject = await openSubject(checked, { cwd: options.cwd ?? process.cwd() });
  try {
    const { orders } = planRun(checked, subject);
    const made = subject.methods.map(({ name }) => ({ method: name, leftOut: null }));
    const leftOut = subject.skipped.flatMap(({ method, reason, named }) =>
      named ? [{ method, leftOut: reason }] : [],
    );
    return [...made, ...leftOut].flatMap((each) => orders.map((order) => ({ ...each, order })));
  } finally {
    await subject.dispose();
  }
}

/**
 * The command for one check: the run's own, cut down to its method and order, and without the baseline that the
 * configuration may name, which is one of all checks.
 */
function reproduction(command: string, compared: boolean): (method?: string, order?: Order) => string {
  return (method, order) => {
    if (!method || !order) return command;
    // A value is a bare word or one in single quotes.
    const bare = command.replace(/ --(methods|orders) ('[^']*'|\S)+/g, '');
    return `${bare} --methods ${shellWord(method)} --orders ${order}${compared ? ' --no-baseline' : ''}`;
  };
}

function commandOf({ model, inputs, seed, draws, limit, sample, classes, quick }: Config): string {
  const name = (value: unknown) => (typeof value === 'string' ? shellWord(value) : '...');
  const only = classNames(classes)?.join(',');
  const values = Object.entries({ seed, draws, limit, sample, classes: only });
  const given = values
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` --${key} ${shellWord(String(value))}`)
    .concat(quick ? [' --quick'] : [])
    .join('');
  return `npx saliency-sanity run --model ${name(model)} --inputs ${name(inputs)}${given}`;
}
