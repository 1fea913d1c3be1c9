import { readersOf } from '../checks/registry.ts';
import { shellWord } from '../plan/shell-word.ts';
import { PROGRAM } from '../program.ts';
import { flagName, OPTIONS, placed } from './options/list.ts';

/** The value of an option on a command line: true and false are flags; null stands for what a command line cannot say. */
export type Word = string | number | boolean | null;

/** A command line as data: what is cut down or put into words later. */
export interface Invocation {
  /** `run` or `demo`. */
  readonly command: string;
  /** Values by the name of the option, in the order of the words. */
  readonly options: Readonly<Record<string, Word>>;
  /**
   * What no option says, so that it takes a configuration file: keys of a configuration, `gates` or `training.momentum`,
   * and `methods.<name>` for a method with settings or code of its own. Empty where the options say everything.
   */
  readonly configured: readonly string[];
}

/**
 * The text of a command line. Words that a shell would split or expand are quoted. For what it cannot say it has `...`,
 * which no command accepts: one that was run as it stands would repeat another run. A comment names what has to be
 * configured.
 */
export function invocationText({ command, options, configured }: Invocation): string {
  const given = configured.length > 0 && !('config' in options) ? { config: null, ...options } : options;
  const words = Object.entries(given).flatMap(([name, value]) => {
    if (typeof value === 'boolean') return [value ? `--${name}` : `--no-${name}`];
    if (value === null) return [`--${name}`, '...'];
    const word = shellWord(String(value));
    // Else it would be taken for an option.
    return String(value).startsWith('-') ? [`--${name}=${word}`] : [`--${name}`, word];
  });
  const note = configured.length > 0 ? ` # ... with ${configured.join(', ')}` : '';
  return `${['npx', PROGRAM, command, ...words].join(' ')}${note}`;
}

/**
 * The command line of one check of those that a run makes, without what only others read. A baseline, which a configuration may name, is one of all
 * checks: `compared` says that there is one to be left out.
 */
export function oneCheck(run: Invocation, method: string, check: string, compared: boolean): Invocation {
  const { methods: _methods, checks: _checks, ...all } = run.options;
  const unread = unreadBy(check);
  const configured = run.configured.filter(
    (key) => !unread.has(key) && (!key.startsWith(METHOD_PREFIX) || key === methodKey(method)),
  );
  const others = Object.fromEntries(Object.entries(all).filter(([name]) => !unread.has(name)));
  const options = { ...others, methods: method, checks: check, ...(compared ? { baseline: false } : {}) };
  return { ...run, options, configured };
}

/** Keys of options, and their names on the command line, that say something to other checks alone. */
function unreadBy(check: string): ReadonlySet<string> {
  const others = placed(OPTIONS).filter(({ path }) => readersOf(path[0])?.includes(check) === false);
  return new Set(others.flatMap((each) => [each.path.join('.'), flagName(each) ?? []].flat()));
}

const METHOD_PREFIX = 'methods.';

/** How `configured` names a method that only a configuration can say. */
export const methodKey = (name: string): string => `${METHOD_PREFIX}${name}`;

/**
 * The commands of a report: the one that repeats the run, or one of its checks. The text of another program is repeated
 * as it is, since nobody knows its options.
 */
export function commandsOf(
  run: Invocation | string,
  compared: boolean,
): (method?: string, check?: string) => string {
  return (method, check) => {
    if (typeof run === 'string') return run;
    const whole = method === undefined || check === undefined;
    return invocationText(whole ? run : oneCheck(run, method, check, compared));
  };
}
