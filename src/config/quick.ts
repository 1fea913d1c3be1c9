import type { Config } from './config.ts';
import { OPTIONS } from './options/list.ts';
import type { Options } from './options/option.ts';

/** Ways of running that have numbers of their own. Of two in one part the first one's win. */
const MODES = ['quick', 'decide'] as const;

/** What options are in such a run where nothing else is said beside it. */
const NUMBERS = MODES.map((mode) => ({
  mode,
  numbers: Object.fromEntries(
    Object.entries(OPTIONS as Options).flatMap(([key, option]) =>
      option[mode] === undefined ? [] : [[key, option[mode]]],
    ),
  ),
}));

/**
 * Parts of a configuration, later ones winning, with the numbers of a quick run, or of one that stops when it is decided,
 * where a part asks for one. They win over numbers of earlier parts, as `--quick` does over a file, and give way to numbers of
 * the same part. Where the last word is not to run so, no part is changed.
 */
export function quickened<T extends Partial<Config>>(parts: readonly T[]): T[] {
  return NUMBERS.reduce<T[]>(
    (all, { mode, numbers }) => {
      const last = all.findLast((part) => part[mode] !== undefined);
      return last?.[mode] ? all.map((part) => (part[mode] ? { ...numbers, ...given(part) } : part)) : all;
    },
    [...parts],
  );
}

const given = <T extends object>(part: T): T =>
  Object.fromEntries(Object.entries(part).filter(([, value]) => value !== undefined)) as T;
