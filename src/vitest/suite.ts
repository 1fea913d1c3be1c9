import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { afterAll, beforeAll, describe, type TestContext, test } from 'vitest';
import type { Config } from '../config/config.ts';
import type { CheckResult, Report } from '../harness/report.ts';
import { oneLine } from '../report/text-layout.ts';
import { planChecks, runChecks } from '../run-checks.ts';
import { attachFigures } from './attach-figures.ts';
import { expectationOf, requireKnownExpectations } from './expected.ts';
import { failureText } from './failure-text.ts';
import { suiteConfig } from './suite-config.ts';

export interface SuiteOptions {
  /** Name of the suite; `saliency sanity checks` by default. */
  readonly name?: string;
  /** Longest duration of the whole run, in milliseconds; one hour by default. */
  readonly timeout?: number;
  /** What relative paths are relative to; the process's own folder by default. */
  readonly cwd?: string;
}

const HOUR = 3_600_000;

/**
 * Registers a vitest suite with one test per method and order of a configuration: an object, the path of a
 * configuration file, or by default the file in the working folder. The run happens once, before the first test. A test
 * passes when its verdict is the one in `expected`, `passed` where nothing is said; a failing test prints the verdict's
 * explanation, the table of stages and the command that reproduces it, and carries the figures as attachments.
 * Inconclusive counts as passed with `allowInconclusive`.
 */
export function describeSanityChecks(config?: Config | string, options: SuiteOptions = {}): void {
  const { name = 'saliency sanity checks', timeout = HOUR, cwd = process.cwd() } = options;
  describe(name, async () => {
    const chosen = await suiteConfig(config, cwd);
    const planned = await planChecks(chosen.config, { cwd });
    requireKnownExpectations(chosen.config.expected ?? {}, planned);

    let folder: string | undefined;
    let report: Report;
    let out: string;
    beforeAll(async () => {
      // Figures are drawn from the files of a run.
      folder =
        chosen.config.out === undefined ? await mkdtemp(join(tmpdir(), 'saliency-sanity-')) : undefined;
      out = folder ?? resolve(cwd, chosen.config.out!);
      report = await runChecks({ ...chosen.config, out }, { command: chosen.command, cwd });
    }, timeout);
    afterAll(async () => {
      if (folder !== undefined) await rm(folder, { recursive: true, force: true });
    });

    for (const { method, order } of planned) {
      test(oneLine(`${method}, ${order}`), async (context) => {
        if (folder === undefined) context.task.meta.saliencyReport = readableReport(out);
        const check = report.checks.find((one) => one.method === method && one.order === order)!;
        await judge(check, report, chosen.config, out, context);
      });
    }
  });
}

/** What people should open of a run's files, relative to where vitest runs. */
function readableReport(out: string): string {
  const path = ['report.html', 'report.md'].map((name) => join(out, name)).find((each) => existsSync(each));
  return relative(process.cwd(), path ?? out);
}

async function judge(
  check: CheckResult,
  report: Report,
  config: Config,
  out: string,
  context: TestContext,
): Promise<void> {
  const { status: expected, reason } = expectationOf(config.expected ?? {}, check);
  if (check.status === expected) {
    const why = reason === null ? '' : ` (${reason})`;
    if (expected !== 'passed') await context.annotate(`${expected}, as expected${why}: ${check.explanation}`);
    return;
  }
  if (check.status === 'inconclusive' && config.allowInconclusive && expected === 'passed') {
    await context.annotate(check.explanation, 'warning');
    return;
  }
  await attachFigures(check, report, out, context);
  const failure = new Error(failureText(check, expected, report.command));
  // Frames of this library say nothing about the model.
  failure.stack = failure.message;
  throw failure;
}
