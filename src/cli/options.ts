import type { Options as YargsOption } from 'yargs';
import { flagName, MAP_OPTIONS, OPTIONS, type PlacedOption, placed } from '../config/options/list.ts';
import type { Flag, Option, Options } from '../config/options/option.ts';
import { QUIET_OPTIONS } from '../config/options/output.ts';
import { METRICS } from '../similarity/registry.ts';

type OptionSet = Readonly<Record<string, YargsOption>>;

/** Without a type the parser reads what looks like a number as one and leaves the rest for the check to name. */
const TYPES = {
  text: { type: 'string', requiresArg: true },
  number: { requiresArg: true },
  flag: { type: 'boolean' },
} as const satisfies Record<string, YargsOption>;

/** Options that every command takes. */
export const GENERAL: OptionSet = {
  debug: { describe: 'Show the stack of an error', type: 'boolean' },
};

export const JSON_OPTION: OptionSet = {
  json: { describe: 'Print one JSON document and nothing else', type: 'boolean' },
};

export const CONFIG_OPTION: OptionSet = {
  config: {
    describe: 'Configuration file (saliency-sanity.config.* here)',
    type: 'string',
    requiresArg: true,
    alias: 'c',
  },
};

export const QUIET_OPTION = commandOptions(QUIET_OPTIONS);

/** What maps are made of, for `explain` and `run`. */
export const EXPLAIN_OPTIONS = commandOptions(MAP_OPTIONS);

/** Everything that a configuration can say and a command line too. */
export const RUN_OPTIONS = commandOptions(OPTIONS);

/** Declared options by their names on the command line, those of a training included. */
export const FLAGS: ReadonlyMap<string, PlacedOption> = new Map(
  placed(OPTIONS).flatMap((each): [string, PlacedOption][] => {
    const name = flagName(each);
    return name === null ? [] : [[name, each]];
  }),
);

/** Names of those that may be given several times, for a list. */
export const SEVERAL: ReadonlySet<string> = new Set(
  [...FLAGS].flatMap(([name, { option }]) => (option.flag?.several ? [name] : [])),
);

/** Names of those that are numbers: given twice, the parser takes a 1 for one more. */
export const NUMBERS: ReadonlySet<string> = new Set(
  [...FLAGS].flatMap(([name, { option }]) => (kindOf(option) === 'number' ? [name] : [])),
);

/** Declared options as the parser of the command line takes them, in their order. */
function commandOptions(options: Options): OptionSet {
  return Object.fromEntries(
    placed(options).flatMap((each): [string, YargsOption][] => {
      const { flag } = each.option;
      return flag ? [[flagName(each)!, commandOption(each.option, flag)]] : [];
    }),
  );
}

function commandOption(option: Option, { help, group, alias }: Flag): YargsOption {
  const standard = Array.isArray(option.default) ? option.default.join(', ') : String(option.default);
  const metrics = Object.keys(METRICS);
  return {
    describe: typeof help === 'string' ? help : help({ standard, metrics }),
    ...TYPES[kindOf(option)],
    ...(group === undefined ? {} : { group }),
    ...(alias === undefined ? {} : { alias }),
  };
}

function kindOf({ schema }: Option): keyof typeof TYPES {
  const { type } = schema.def;
  if (type === 'boolean') return 'flag';
  return type === 'number' ? 'number' : 'text';
}
