import { isDeepStrictEqual } from 'node:util';
import { splitNames } from '../names.ts';
import type { Config } from './config.ts';
import type { Invocation, Word } from './invocation.ts';
import { methodKey } from './invocation.ts';
import { flagName, OPTIONS, placed } from './options/list.ts';
import type { Option } from './options/option.ts';
import type { MethodChoice } from './options/values.ts';
import { underOneName } from './parse.ts';

/**
 * The command line that repeats the run of a configuration. It says every option that was given, save what belongs to
 * one run, and names what no command line can say.
 */
export function repetitionOf(given: Config): Invocation {
  const config = underOneName(given);
  const options: Record<string, Word> = {};
  const configured: string[] = [];
  for (const each of placed(OPTIONS)) {
    const value = valueAt(config, each.path);
    if (value === undefined || each.option.repeated === false) continue;
    const name = flagName(each);
    if (name === null) configured.push(each.path.join('.'));
    else
      options[name] =
        each.path[0] === 'methods' ? methodNames(value as MethodChoice) : word(value, each.option);
  }
  return { command: 'run', options, configured: [...configured, ...ownMethods(config.methods)] };
}

const valueAt = (config: object, path: readonly string[]): unknown =>
  path.reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], config);

/** A value as a word of a command line; null where the option would not read the word as that value. */
function word(value: unknown, { schema }: Option): Word {
  const said = Array.isArray(value) ? value.join(',') : value;
  if (typeof said !== 'string' && typeof said !== 'number' && typeof said !== 'boolean') return null;
  const read = schema.safeParse(said);
  return read.success && isDeepStrictEqual(read.data, schema.parse(value)) ? said : null;
}

/** A name stands for the method of that name in the configuration, where that has one. */
function methodNames(methods: MethodChoice): string {
  if (typeof methods === 'string') return methods;
  const names = methods.flatMap((each) => (typeof each === 'string' ? splitNames(each) : [each.name]));
  return [...new Set(names)].join(',');
}

/** Methods with settings or code of their own. */
function ownMethods(methods: MethodChoice | undefined): string[] {
  if (typeof methods !== 'object') return [];
  return methods.flatMap((each) => {
    if (typeof each === 'string') return [];
    return Object.keys(each).length > 1 ? [methodKey(each.name)] : [];
  });
}
