import { dirname, relative, resolve } from 'node:path';
import { readBaseline } from '../../baseline/baseline.ts';
import { compareReports } from '../../baseline/compare.ts';
import { requireComparable } from '../../baseline/require-comparable.ts';
import { findConfig, loadConfig } from '../../config/load.ts';
import { requireWritable } from '../../disk/require-writable.ts';
import { writeWholeFile } from '../../disk/whole-file.ts';
import { InputError } from '../../errors.ts';
import { baselineSummary, changesOf, changeText } from '../../report/reporters/baseline-text.ts';
import { reportJson } from '../../report/reporters/json.ts';
import { oneLine } from '../../report/wording/text-layout.ts';
import type { Arguments, Command, Io } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { CONFIG_OPTION, JSON_OPTION } from '../options.ts';
import { located, printJson } from '../output.ts';
import { readReport } from '../read-report.ts';
import { print } from '../tell.ts';

export const baseline: Command = {
  name: 'baseline',
  summary: 'Keep a finished run as baseline, or compare a run with it',
  positionals: {
    action: { describe: 'What to do', type: 'string', choices: ['update', 'compare'], demandOption: true },
  },
  options: {
    out: {
      describe: "Folder that `run --out` wrote (the configuration's)",
      type: 'string',
      alias: 'o',
      requiresArg: true,
    },
    baseline: {
      describe: "Path of the baseline (the configuration's)",
      type: 'string',
      requiresArg: true,
    },
    ...CONFIG_OPTION,
    ...JSON_OPTION,
  },
  examples: [
    [
      'baseline update --out reports/saliency --baseline saliency.json',
      'From now on later runs are compared with this one',
    ],
    ['baseline compare', 'Exits 1 where the last run is worse, and only then'],
  ],
  async run(args, io) {
    const { out, file } = await pathsOf(args, io);
    return args.action === 'update' ? update(out, file, args, io) : compare(out, file, args, io);
  },
};

async function update(out: string, file: string, args: Arguments, io: Io): Promise<number> {
  // What an earlier comparison found is no part of what later runs are compared with.
  const { baseline: _, ...report } = await readReport(located(io, out));
  await requireWritable(dirname(located(io, file)), '--baseline');
  await writeWholeFile(located(io, file), reportJson(report));
  const { passed, failed, inconclusive } = report.summary;
  if (args.json) printJson(io, { baseline: file, checks: report.checks.length });
  else
    print(io, oneLine(`Written: ${file} (${passed} passed, ${failed} failed, ${inconclusive} inconclusive)`));
  return EXIT.ok;
}

async function compare(out: string, file: string, args: Arguments, io: Io): Promise<number> {
  const earlier = await readBaseline(file, io.cwd);
  const present = await readReport(located(io, out));
  requireComparable(file, earlier.report, present);
  const comparison = compareReports(earlier, present);
  if (args.json) printJson(io, comparison);
  else {
    const changes = changesOf(comparison).map(
      (one) => `${one.regression ? 'worse: ' : ''}${changeText(one)}`,
    );
    print(io, [baselineSummary(comparison), ...changes].join('\n'));
  }
  return comparison.regressions > 0 ? EXIT.failed : EXIT.ok;
}

/** Both paths as options give them, else as the configuration file does. */
async function pathsOf(args: Arguments, io: Io): Promise<{ out: string; file: string }> {
  const given = { out: args.out, file: args.baseline };
  if (given.out === undefined || given.file === undefined) {
    const found = args.config === undefined ? await findConfig(io.cwd) : resolve(io.cwd, String(args.config));
    const config = found === null ? {} : await loadConfig(relative(io.cwd, found), io.cwd);
    given.out ??= config.out;
    given.file ??= config.baseline || undefined;
  }
  return {
    out: required('--out', 'the folder of a finished run', given.out),
    file: required('--baseline', 'a path', given.file),
  };
}

function required(thing: string, expected: string, value: unknown): string {
  if (value !== undefined) return String(value);
  throw new InputError({
    thing,
    expected,
    found: 'nothing',
    hint: 'Give it, or name it in the configuration.',
  });
}
