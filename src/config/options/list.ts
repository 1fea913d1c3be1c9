import { ATTACK_OPTIONS } from './attack.ts';
import { CHECK_OPTIONS } from './checks.ts';
import { COMPUTATION_OPTIONS } from './computation.ts';
import { EXPLANATION_OPTIONS } from './explanations.ts';
import { MODEL_OPTIONS } from './model.ts';
import type { Decides, Move, Option, Options } from './option.ts';
import { OUTPUT_OPTIONS, QUIET_OPTIONS } from './output.ts';
import { RANDOMIZATION_OPTIONS, REUSE_OPTIONS, SEED_OPTIONS } from './randomization.ts';
import { REMOVAL_OPTIONS } from './removal.ts';
import { TRAINING_OPTION } from './training.ts';

// Named, because the sentences over declarations would be lost in the declaration files of merged records.
type MapOptions = typeof MODEL_OPTIONS &
  typeof EXPLANATION_OPTIONS &
  typeof SEED_OPTIONS &
  typeof COMPUTATION_OPTIONS;
type AllOptions = MapOptions &
  typeof CHECK_OPTIONS &
  typeof REMOVAL_OPTIONS &
  typeof ATTACK_OPTIONS &
  typeof RANDOMIZATION_OPTIONS &
  typeof REUSE_OPTIONS &
  typeof TRAINING_OPTION &
  typeof OUTPUT_OPTIONS &
  typeof QUIET_OPTIONS;

/** What maps are made of, as `explain` reads it. */
export const MAP_OPTIONS: MapOptions = {
  ...MODEL_OPTIONS,
  ...EXPLANATION_OPTIONS,
  ...SEED_OPTIONS,
  ...COMPUTATION_OPTIONS,
};

/** Every option of a configuration, in the order of the help. */
export const OPTIONS: AllOptions = {
  ...MODEL_OPTIONS,
  ...EXPLANATION_OPTIONS,
  ...CHECK_OPTIONS,
  ...REMOVAL_OPTIONS,
  ...ATTACK_OPTIONS,
  ...SEED_OPTIONS,
  ...RANDOMIZATION_OPTIONS,
  ...REUSE_OPTIONS,
  ...TRAINING_OPTION,
  ...COMPUTATION_OPTIONS,
  ...OUTPUT_OPTIONS,
  ...QUIET_OPTIONS,
};

/** An option with the keys that lead to it in a configuration: `['draws']`, `['training', 'rate']`. */
export interface PlacedOption {
  readonly path: readonly string[];
  readonly option: Option;
}

/** The options of a record, those within others in place of these. */
export function placed(options: Options, within: readonly string[] = []): PlacedOption[] {
  return Object.entries(options).flatMap(([key, option]) => {
    const path = [...within, key];
    return option.inner ? placed(option.inner, path) : [{ path, option }];
  });
}

/** The name of an option on the command line, without dashes before it; null where it has none. */
export function flagName({ path, option }: PlacedOption): string | null {
  if (!option.flag) return null;
  return option.flag.name ?? kebabCase(path.at(-1)!);
}

/** `batchNorm` as `batch-norm`. */
export const kebabCase = (key: string): string => key.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`);

/** Options with the paths in them moved. */
export function movedOptions<T extends object>(values: T, move: Move, options: Options = OPTIONS): T {
  const entries = Object.entries(values).map(([key, value]) => {
    const { inner, moved } = options[key];
    if (value === undefined) return [key, value];
    if (inner) return [key, movedOptions(value as object, move, inner)];
    return [key, moved ? moved(value as never, move) : value];
  });
  return Object.fromEntries(entries) as T;
}

/** What of an object with options as keys is of some use; keys that no option has are left as they are. */
export function only(
  wanted: readonly Decides[],
  values: object,
  options: Readonly<Record<string, Pick<Option, 'decides' | 'inner'>>>,
): Record<string, unknown> {
  const entries = Object.entries(values).flatMap(([key, value]) => {
    const option = Object.hasOwn(options, key) ? options[key] : undefined;
    if (option && !wanted.includes(option.decides)) return [];
    const isPart = option?.inner && typeof value === 'object' && value !== null;
    return [[key, isPart ? only(wanted, value as object, option.inner!) : value]];
  });
  return Object.fromEntries(entries);
}
