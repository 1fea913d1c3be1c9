import type { Invocation, Word } from '../config/invocation.ts';
import type { Arguments } from './command.ts';
import { FLAGS, GENERAL, JSON_OPTION } from './options.ts';

/**
 * The command line that repeats a run, from the options that were given, in the order of `options`. What changes how and
 * where things are shown, or what they are compared with, is left out: a repetition should not replace the first report,
 * and that of a single check is another plan than the baseline's.
 */
export function repetition(command: string, args: Arguments, options: readonly string[]): Invocation {
  const repeated = options.filter(
    (name) => !(name in JSON_OPTION) && !(name in GENERAL) && FLAGS.get(name)?.option.repeated !== false,
  );
  return invocation(command, args, repeated);
}

/** The command line that goes on with an interrupted run: every option that was given, and `--resume`. */
export function resumption(command: string, args: Arguments, options: readonly string[]): Invocation {
  const others = [...new Set([...options, ...Object.keys(GENERAL)])].filter((name) => name !== 'resume');
  return invocation(command, { ...args, resume: true }, [...others, 'resume']);
}

function invocation(command: string, args: Arguments, names: readonly string[]): Invocation {
  const given = names.filter((name) => args[name] !== undefined).map((name) => [name, wordOf(args[name])]);
  return { command, options: Object.fromEntries(given), configured: [] };
}

const wordOf = (value: unknown): Word =>
  typeof value === 'boolean' || typeof value === 'number' ? value : String(value);
