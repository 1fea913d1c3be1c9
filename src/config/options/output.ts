import * as z from 'zod';
import { STATUSES } from './choices.ts';
import { among, flag, names, oneOf, reported, text, typed, whole } from './kinds.ts';
import { type Move, movedPath, option } from './option.ts';
import { parseReporter, REPORTERS } from './reporters.ts';
import type { Expectation } from './values.ts';

const REPORTER = `some of ${REPORTERS.join(', ')}, each alone or with a file: junit=report.xml`;
const EACH_REPORTER = z.string().refine((choice) => parseReporter(choice) !== null, { error: REPORTER });
/** `junit=report.xml` has a path in it. */
const movedReporters = (choices: readonly string[], move: Move) =>
  choices.map((choice) => choice.replace(/(?<==).+/s, move));

const REASON = 'a reason in words';
const EXPECTATION = 'passed, failed, inconclusive, or { status, reason }';
const EXPECTED = z.record(
  z.string(),
  z.union(
    [
      oneOf(STATUSES),
      z.strictObject({
        status: oneOf(STATUSES),
        reason: z.string({ error: REASON }).refine((reason) => reason.trim() !== '', { error: REASON }),
      }),
    ],
    { error: EXPECTATION },
  ),
  { error: '{ method: status } or { method: { status, reason } }' },
);

const group = 'Results:';

/** What is shown, where it goes, and what it counts as. */
export const OUTPUT_OPTIONS = {
  /** How many inputs keep their maps for figures. By default 6, fewer where their maps would take more than 160 MiB. */
  pictures: option(whole(0, 1000, 'a whole number from 0 to 1000'), {
    decides: 'nothing',
    default: 6,
    flag: { group, help: ({ standard }) => `Inputs that keep their maps for figures (${standard})` },
  }),
  /** Over every figure of the run, in place of what it shows and the name of the model. */
  title: option(text('a title in words'), {
    decides: 'nothing',
    planned: reported.text('Over the figures, where one was given').optional(),
    flag: { group, help: 'Over every figure, in place of what it shows and the name of the model' },
  }),
  /** Folder for the report and its figures. Without it nothing is written. */
  out: option(text('the path of a folder'), {
    decides: 'nothing',
    moved: movedPath,
    repeated: false,
    flag: { group, alias: 'o', help: 'Folder for report and figures' },
  }),
  /**
   * How results are told: `terminal` (the default), `github`, `json`, `junit`, `gitlab`, `tap`, `markdown`, as a list or
   * with commas. `junit=report.xml` writes to a file; of what is printed, only `terminal` and `github` go together.
   * Read by the command line.
   */
  reporter: option(names(REPORTER, EACH_REPORTER), {
    decides: 'nothing',
    default: ['terminal'],
    moved: movedReporters,
    repeated: false,
    flag: {
      group,
      help: ({ standard }) =>
        `How results are told, with commas: ${among(REPORTERS, standard)}; junit=FILE writes a file`,
    },
  }),
  /**
   * Path of the report.json of an earlier run. Verdicts that got worse and retained similarities that rose beyond their
   * joint interval are regressions: exit code 1. A baseline of another version, model, inputs or plan is refused. False
   * for none, whatever the configuration file says.
   */
  baseline: option(
    z.union([text('the path of a report.json'), z.literal(false)], {
      error: 'the path of a report.json, or false',
    }),
    {
      decides: 'nothing',
      moved: movedPath,
      // Of all checks, while a repetition may be of one.
      repeated: false,
      flag: { group, help: 'Earlier report.json: what got worse exits 1; --no-baseline for none' },
    },
  ),
  /** Continues the run that was interrupted in `out`. False by default. */
  resume: option(flag, {
    decides: 'nothing',
    default: false,
    repeated: false,
    flag: { group, help: 'Continue the interrupted run in --out' },
  }),
  /** Counts inconclusive checks as passed in the exit code and in the vitest suite. False by default. */
  allowInconclusive: option(flag, {
    decides: 'nothing',
    default: false,
    flag: { group, help: 'Exit 0 where nothing failed' },
  }),
  /**
   * Verdicts that the vitest suite expects, by method or `method/order`; `passed` where nothing is said. A check that
   * meets its expectation is a passing test, any other verdict is a failing one. Say why: `{ status: 'failed', reason:
   * 'known, not shown to users' }`; a bare status is short for one whose reason the code around it tells. The command
   * line's exit code goes by the verdicts alone.
   */
  expected: option(typed<Readonly<Record<string, Expectation['status'] | Expectation>>>(EXPECTED), {
    decides: 'nothing',
    repeated: false,
  }),
};

/** Apart, because `explain` has it too, last. */
export const QUIET_OPTIONS = {
  /** No progress on standard error. False by default. Read by the command line. */
  quiet: option(flag, {
    decides: 'nothing',
    default: false,
    repeated: false,
    flag: { alias: 'q', help: 'No progress on standard error' },
  }),
};
