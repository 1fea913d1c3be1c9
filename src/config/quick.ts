import type { Config } from './config.ts';
import { OPTIONS } from './options/list.ts';
import type { Options } from './options/option.ts';

/** What a quick run takes where nothing else is said beside `quick`. */
const QUICK_DEFAULTS: Readonly<Record<string, unknown>> = Object.fromEntries(
  Object.entries(OPTIONS as Options).flatMap(([key, { quick }]) =>
    quick === undefined ? [] : [[key, quick]],
  ),
);

/**
 * Parts of a configuration, later ones winning, with the numbers of a quick run where a part asks for one. They win over
 * numbers of earlier parts, as `--quick` does over a file, and give way to numbers of the same part. Where the last word is
 * not quick, no part is changed.
 */
export function quickened<T extends Partial<Config>>(parts: readonly T[]): T[] {
  const last = parts.findLast(({ quick }) => quick !== undefined);
  return last?.quick
    ? parts.map((part) => (part.quick ? { ...QUICK_DEFAULTS, ...given(part) } : part))
    : [...parts];
}

const given = <T extends object>(part: T): T =>
  Object.fromEntries(Object.entries(part).filter(([, value]) => value !== undefined)) as T;
