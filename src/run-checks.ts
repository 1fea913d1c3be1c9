import { join } from 'node:path';
import { passKey } from './attribution/passes/pass.ts';
import { readBaseline, requireBaselineOf } from './baseline/baseline.ts';
import { compareReports } from './baseline/compare.ts';
import type { Config } from './config/config.ts';
import { DEFAULTS } from './config/defaults.ts';
import { commandsOf, type Invocation } from './config/invocation.ts';
import { parseConfig, wholeConfig } from './config/parse.ts';
import { quickened } from './config/quick.ts';
import { repetitionOf } from './config/repetition.ts';
import { located } from './disk/located.ts';
import { requireWritable } from './disk/require-writable.ts';
import { WriteFault } from './disk/write-fault.ts';
import { InputError } from './errors.ts';
import { chunkSize, chunksOf } from './harness/measure/chunks.ts';
import { memoryJournal, openJournal } from './harness/measure/journal.ts';
import { openTraining, trainingsOf } from './harness/measure/label-networks.ts';
import { chunksOfLook } from './harness/measure/look-inputs.ts';
import type { Meter, Progress } from './harness/measure/progress.ts';
import { type RunStart, stepsDone } from './harness/measure/run-start.ts';
import { fingerprint } from './harness/prepare/fingerprint.ts';
import { profileNotices } from './harness/prepare/fit-checks.ts';
import { planRun } from './harness/prepare/plan-run.ts';
import { runCost } from './harness/prepare/run-cost.ts';
import { runSubject } from './harness/prepare/run-subject.ts';
import { measureSpeed, type Speed } from './harness/prepare/speed.ts';
import { openSubject, type Subject } from './harness/prepare/subject.ts';
import { meterOf, run } from './harness/run.ts';
import type { Model } from './model/model.ts';
import type { Plan } from './plan/plan.ts';
import { readPictures } from './report/files/pictures-store.ts';
import { scoreRows } from './report/files/score-rows.ts';
import { writeReport } from './report/files/write.ts';
import type { Commands } from './results/facts.ts';
import type { Notice, Report } from './results/report.ts';
import { findMetric } from './similarity/registry.ts';
import { confidenceOfLook } from './statistics/looks.ts';
import { undoAtStrayEnd } from './stray-errors.ts';

export interface RunOptions {
  onProgress?(progress: Progress): void;
  onNotice?(notice: Notice): void;
  /** Gets what a run takes, before its first step. */
  onStart?(start: RunStart): void;
  /** Stops the run at the next batch: it rejects with Interrupted, and what was finished stays in the journal. */
  readonly signal?: AbortSignal;
  /**
   * The command line that repeats the run, for the report. Made from the configuration where it is not given. The line of
   * a program of one's own is a text, which stands at every check as it is.
   */
  readonly command?: Invocation | string;
  /** What relative paths are relative to; the process's own folder by default. */
  readonly cwd?: string;
  /** What `config.model` names, where it is already loaded. It is not disposed, and stays as it is. */
  readonly model?: Model;
}

/**
 * Runs the sanity checks on a model and resolves to the report; a failing check is not an error. With `config.out` the
 * report, its figures and the journal are written there. Throws InputError for anything wrong with what was given,
 * before anything is written.
 */
export async function runChecks(config: Config, options: RunOptions = {}): Promise<Report> {
  const [checked] = quickened([wholeConfig(parseConfig(config))]);
  const { cwd = process.cwd(), onProgress, onNotice, onStart, signal } = options;
  const startedAt = new Date();
  const out = checked.out === undefined ? null : located(checked.out, cwd);
  if (out) await requireWritable(out);
  const baseline = checked.baseline ? await readBaseline(checked.baseline, cwd) : null;
  let meter: Meter | undefined;
  let forget = () => {};
  let open = true;
  let journal = memoryJournal();
  const subject = await openSubject(checked, {
    cwd,
    model: options.model,
    checks: checked.orders ?? DEFAULTS.orders,
    notify: onNotice,
    afterBatch: (used) => meter?.tick(used),
  });
  let freeTraining = async () => {};
  const close = async () => {
    if (open) await freeTraining();
    if (open) await subject.dispose();
    open = false;
  };
  try {
    const plan = planRun(checked, subject);
    for (const notice of profileNotices(plan.profile)) onNotice?.(notice);
    if (baseline) requireBaselineOf(baseline, plan, subject);
    const training = plan.training
      ? await openTraining(checked, plan.training, subject, {
          cwd,
          seed: plan.seed,
          trainings: trainingsOf(plan),
        })
      : null;
    if (training) freeTraining = () => training.dispose();
    for (const notice of training?.notices ?? []) onNotice?.(notice);
    const identity = fingerprint(plan, subject, checked, training?.sha256);
    if (out) {
      const present = runSubject(plan, subject);
      journal = openJournal(join(out, 'journal'), identity, checked.resume ?? false, present);
    }
    forget = undoAtStrayEnd(() => journal.discard());
    for (const notice of journal.notices) onNotice?.(notice);
    const speed = await measureSpeed(subject, plan.metrics.map(findMetric));
    const { count } = subject.batch;
    // A run goes on in the chunks that it began with, whatever the speed is now.
    const chunk = journal.earlier?.chunk ?? chunkSize(count, subject.programs.batch, slowest(subject, speed));
    const { looks } = plan;
    const chunks = looks ? chunksOfLook(looks, looks.length - 1, chunk) : chunksOf(count, chunk);
    const cost = runCost(subject, plan, speed, { training });
    // Who was interrupted meanwhile hears of it at the first batch.
    const start = signal?.aborted ? undefined : onStart;
    start?.({
      cost,
      left: runCost(subject, plan, speed, { training, journal, chunks }),
      resumed: checked.resume
        ? { begun: journal.earlier !== null, ...stepsDone(subject, plan, journal, chunks) }
        : null,
      skipped: subject.skipped,
      looks: looks ? { plan: looks, confidence: confidenceOfLook(plan.confidence, looks.length) } : null,
    });
    meter = meterOf(subject, plan, journal, onProgress, signal, training);
    const commands = commandsOfRun(options.command ?? repetitionOf(config), subject, plan, baseline !== null);
    const storedPictures = async () => (out ? readPictures(out).catch(() => null) : null);
    const work = {
      subject,
      plan,
      journal,
      training,
      meter,
      commands,
      startedAt,
      cost,
      chunk,
      storedPictures,
    };
    const result = await run(work).catch((error) => {
      // What the user gave was at fault: nothing is left of the run. A full disk takes no finished steps away.
      if (error instanceof InputError && !(error instanceof WriteFault)) journal.discard();
      throw error;
    });
    forget();
    const compared = baseline && compareReports(baseline, result.report, checked.allowInconclusive);
    const report = compared ? { ...result.report, baseline: compared } : result.report;
    const findings = result.lines.filter((line) => line.kind !== 'run' && line.kind !== 'end');
    const facts = result.lines.find((line) => line.kind === 'run')!;
    const scores = scoreRows(findings, facts);
    // Figures take memory too: what the engine holds goes before.
    await close();
    const late: Notice[] = [];
    const tell = (notice: Notice) => {
      late.push(notice);
      onNotice?.(notice);
    };
    if (out) await writeReport(out, { ...result, report, scores }, {}, tell);
    // Only now is nothing left to be done again.
    journal.end({ kind: 'end', durationMs: report.durationMs });
    return late.length > 0 ? { ...report, notices: [...report.notices, ...late] } : report;
  } finally {
    forget();
    journal.close();
    await close();
  }
}

/** Seconds that one input takes the slowest of the methods. */
function slowest({ methods, model }: Subject, speed: Speed): number {
  const passes = methods.flatMap((method) => method.requests(model));
  return Math.max(0, ...passes.map(({ pass, points }) => points * speed.pass(passKey(pass))));
}

/** The commands of a report: that of the run, and that of each of its checks. */
function commandsOfRun(
  run: Invocation | string,
  { methods }: Subject,
  { orders }: Plan,
  compared: boolean,
): Commands {
  const command = commandsOf(run, compared);
  const checks = methods.flatMap(({ name: method }) =>
    orders.map((check) => ({ method, check, command: command(method, check) })),
  );
  return { run: command(), checks };
}

/** A check that a run will make, or leave out. */
export interface PlannedCheck {
  readonly method: string;
  readonly order: string;
  /** Why it is left out, of a method that was asked for by name and does not fit the model; null for a check that is made. */
  readonly leftOut: string | null;
}

/**
 * Which checks a run of this configuration will make, in the order of its report, then those of methods that were asked for
 * by name and are left out. Loads the inputs, and the model where it is not given.
 */
export async function planChecks(
  config: Config,
  options: Pick<RunOptions, 'cwd' | 'model'> = {},
): Promise<PlannedCheck[]> {
  const [checked] = quickened([wholeConfig(parseConfig(config))]);
  const { cwd = process.cwd(), model } = options;
  const subject = await openSubject(checked, { cwd, model, checks: checked.orders ?? DEFAULTS.orders });
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
