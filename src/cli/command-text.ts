import { shellWord } from '../config/shell-word.ts';
import { type Arguments, PROGRAM } from './command.ts';
import { GENERAL } from './options.ts';

/**
 * Options that change what is shown, compared or where it goes, not what is computed: a repetition should not replace
 * the first report, and that of a single check is another plan than the baseline's.
 */
const PRESENTATION = new Set(['json', 'quiet', 'debug', 'reporter', 'baseline', 'resume', 'out', 'cache']);

/**
 * The command line that repeats a run, from the options that were given, in the order of `options`. Words that a shell
 * would split or expand are quoted.
 */
export function commandText(command: string, args: Arguments, options: readonly string[]): string {
  return lineOf(
    command,
    args,
    options.filter((name) => !PRESENTATION.has(name)),
  );
}

/** The command line that goes on with an interrupted run: every option that was given, and `--resume`. */
export function resumptionText(command: string, args: Arguments, options: readonly string[]): string {
  const others = [...new Set([...options, ...Object.keys(GENERAL)])].filter((name) => name !== 'resume');
  return `${lineOf(command, args, others)} --resume`;
}

function lineOf(command: string, args: Arguments, options: readonly string[]): string {
  const words = options.flatMap((name) => {
    const value = args[name];
    if (value === undefined) return [];
    if (typeof value === 'boolean') return [value ? `--${name}` : `--no-${name}`];
    return [`--${name}`, shellWord(String(value))];
  });
  return ['npx', PROGRAM, command, ...words].join(' ');
}
