import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { afterAll, beforeAll, describe, type TestContext, test } from 'vitest';
import { startText } from '../cli/start-text.ts';
import type { Config } from '../config/config.ts';
import { withPlace } from '../config/origin.ts';
import { parseConfig } from '../config/parse.ts';
import { InputError } from '../errors.ts';
import type { RunStart } from '../harness/measure/run-start.ts';
import { openModel } from '../harness/prepare/open-model.ts';
import type { Model } from '../model/model.ts';
import { logLines } from '../report/wording/log-lines.ts';
import { oneLine } from '../report/wording/text-layout.ts';
import type { CheckResult, Report, Status } from '../results/report.ts';
import { planChecks, runChecks } from '../run-checks.ts';
import { capitalised } from '../statistics/wording.ts';
import { expectationOf, requireKnownExpectations } from './expected.ts';
import { attachFigures, drawFailures, type FailureFigures } from './failure-figures.ts';
import { failureText } from './failure-text.ts';
import { suiteConfig } from './suite-config.ts';

export interface SuiteOptions {
  /** Name of the suite; `saliency sanity checks` by default. */
  readonly name?: string;
  /** Longest duration of the whole run with its figures, in milliseconds; one hour by default. */
  readonly timeout?: number;
  /** What relative paths are relative to; the process's own folder by default. */
  readonly cwd?: string;
}

const HOUR = 3_600_000;
/** Share of the time after which no further figure is begun, so that the verdicts are told in any case. */
const FIGURE_TIME = 0.9;

/**
 * Registers a vitest suite with one test per method and check of a configuration: an object, the path of a
 * configuration file, or by default the file in the working folder. The run happens once, before the first test, and so
 * do the figures of its failures: no test takes long, and none has another limit than the run's. What it takes is printed
 * before it starts, unless the configuration is `quiet`, and its notices before the first test. A test passes
 * when its verdict is the one in `expected`, `passed` where nothing is said; a failing test prints the verdict's
 * explanation, the table of stages and the command that reproduces it, and carries the figures as attachments.
 * Inconclusive counts as passed with `allowInconclusive`. Where model, inputs or configuration are at fault, so that it is
 * not known which tests there are, one failing test says so, and the other suites of the file run.
 */
export function describeSanityChecks(config?: Config | string, options: SuiteOptions = {}): void {
  const { name = 'saliency sanity checks', timeout = HOUR, cwd = process.cwd() } = options;
  describe(name, async () => {
    const opened = await openSuite(config, cwd);
    if ('fault' in opened) {
      // An error here would take the other suites of the file along.
      test('can be made', () => {
        throw opened.fault;
      });
      return;
    }
    const { chosen, planned, model } = opened;

    let folder: string | undefined;
    let drafts: string;
    let report: Report;
    let out: string;
    let figures: ReadonlyMap<CheckResult, FailureFigures>;
    beforeAll(async () => {
      const until = performance.now() + FIGURE_TIME * timeout;
      drafts = await mkdtemp(join(tmpdir(), 'saliency-figures-'));
      // Figures are drawn from the files of a run.
      folder =
        chosen.config.out === undefined ? await mkdtemp(join(tmpdir(), 'saliency-sanity-')) : undefined;
      out = folder ?? resolve(cwd, chosen.config.out!);
      report = await runChecks(
        { ...chosen.config, out: folder ?? chosen.config.out },
        { command: chosen.command, cwd, model, onStart: (start) => tellStart(start, chosen.config) },
      );
      tellNotices(report);
      const failing = report.checks.filter((check) => isWrong(check, chosen.config));
      figures = await drawFailures(failing, report, { out, drafts, until });
    }, timeout);
    afterAll(async () => {
      // One that the configuration holds is its user's.
      if (model !== chosen.config.model) model.dispose();
      for (const made of [drafts, folder]) {
        if (made !== undefined) await rm(made, { recursive: true, force: true });
      }
    }, timeout);

    for (const { method, order, leftOut } of planned) {
      test(oneLine(`${method}, ${order}`), { timeout }, async (context) => {
        if (folder === undefined) context.task.meta.saliencyReport = readableReport(out);
        if (leftOut !== null) {
          await judgeLeftOut({ method, order }, leftOut, chosen.config, context);
          return;
        }
        const check = report.checks.find((one) => one.method === method && one.order === order)!;
        await judge(check, report, chosen.config, figures.get(check), context);
      });
    }
  });
}

/** Minutes may pass before the first test: what the run takes stands before it. */
function tellStart(start: RunStart, { quiet, out }: Config): void {
  const text = startText(start, out, { quiet }).trimEnd();
  if (text !== '') console.info(logLines(text));
}

/** A suite that is green shows no report: what was left out, done otherwise or found poor stands here. */
function tellNotices({ notices }: Report): void {
  if (notices.length === 0) return;
  console.info(logLines(['Notices', ...notices.map(({ message }) => `  - ${oneLine(message)}`)].join('\n')));
}

/** What a suite runs with, or why there is nothing to run. */
async function openSuite(config: Config | string | undefined, cwd: string) {
  try {
    const chosen = await suiteConfig(config, cwd);
    return { chosen, ...(await plannedChecks(chosen.config, cwd)) };
  } catch (error) {
    return { fault: error instanceof InputError ? plainError(error.message) : error };
  }
}

/** The tests to register, and the model, which the run takes over. A fault in the configuration has the line of its file. */
async function plannedChecks(config: Config, cwd: string) {
  let model: Model | undefined;
  try {
    model = await openModel(parseConfig(config) as Config, cwd);
    const planned = await planChecks(config, { cwd, model });
    requireKnownExpectations(config.expected ?? {}, planned);
    return { planned, model };
  } catch (error) {
    if (model !== config.model) model?.dispose();
    throw withPlace(error, config);
  }
}

/** What people should open of a run's files, relative to where vitest runs. */
function readableReport(out: string): string {
  const path = ['report.html', 'report.md'].map((name) => join(out, name)).find((each) => existsSync(each));
  return relative(process.cwd(), path ?? out);
}

/** Whether the verdict is neither the expected one nor one that is allowed. */
function isWrong(check: CheckResult, config: Config): boolean {
  const { status: expected } = expectationOf(config.expected ?? {}, check);
  return check.status !== expected && !isAllowed(check, expected, config);
}

const isAllowed = (check: CheckResult, expected: Status, { allowInconclusive }: Config): boolean =>
  check.status === 'inconclusive' && expected === 'passed' && allowInconclusive === true;

/** A check that could not be made counts as inconclusive. */
async function judgeLeftOut(
  check: Pick<CheckResult, 'method' | 'order'>,
  leftOut: string,
  config: Config,
  context: TestContext,
): Promise<void> {
  const { status: expected, reason } = expectationOf(config.expected ?? {}, check);
  const text = `${check.method}, ${check.order}: left out. ${capitalised(leftOut)}.`;
  if (expected === 'inconclusive' || (config.allowInconclusive && expected === 'passed')) {
    await context.annotate(reason === null ? text : `${text} Expected (${reason}).`, 'warning');
    return;
  }
  throw plainError(text);
}

async function judge(
  check: CheckResult,
  report: Report,
  config: Config,
  figures: FailureFigures | undefined,
  context: TestContext,
): Promise<void> {
  const { status: expected, reason } = expectationOf(config.expected ?? {}, check);
  if (check.status === expected) {
    const why = reason === null ? '' : ` (${reason})`;
    if (expected !== 'passed') await context.annotate(`${expected}, as expected${why}: ${check.explanation}`);
    return;
  }
  if (isAllowed(check, expected, config)) {
    await context.annotate(check.explanation, 'warning');
    return;
  }
  const missing = figures ? await attachFigures(figures, check.method, context) : null;
  throw plainError([failureText(check, expected, report.command), missing].filter(Boolean).join('\n\n'));
}

/** Frames of this library say nothing about the model. */
function plainError(message: string): Error {
  const failure = new Error(message);
  failure.stack = failure.message;
  return failure;
}
