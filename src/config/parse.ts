import type { $ZodIssue } from 'zod/v4/core';
import { InputError } from '../errors.ts';
import { splitNames } from '../names.ts';
import { nearestNames } from '../nearest.ts';
import type { Config } from './config.ts';
import { GATE_KEYS } from './options/checks.ts';
import { OPTIONS } from './options/list.ts';
import type { Options } from './options/option.ts';
import { CONFIG_SCHEMA, type PartialConfig } from './schema.ts';

type Path = readonly PropertyKey[];

/**
 * Names a key in messages as its user wrote it, for example `--draws`; the whole configuration has an empty path. `at` is
 * where the fault lies: the key itself, or one within it that there should not be.
 */
export type KeyName = (path: string, at: Path) => string;

/**
 * Checks a part of a configuration: kinds, ranges and names of keys. Lists given as strings with commas come back as
 * lists. Throws InputError for the first fault, an unknown key before all others.
 */
export function parseConfig(
  value: unknown,
  nameOf: KeyName = (path) => path || 'configuration',
): PartialConfig {
  const result = CONFIG_SCHEMA.safeParse(value);
  if (result.success) return underOneName(result.data, nameOf);
  const issues = result.error.issues;
  throw toInputError(issues.find((issue) => issue.code === 'unrecognized_keys') ?? issues[0], value, nameOf);
}

/** A configuration in which what has two names stands under the one by which the rest of the library knows it. */
export function underOneName<T extends object>(config: T, nameOf: KeyName = (path) => path): T {
  const values = { ...config } as Record<string, unknown>;
  for (const [key, { sameAs }] of Object.entries(OPTIONS as Options)) {
    if (sameAs === undefined || values[key] === undefined) continue;
    if (values[sameAs] !== undefined) {
      const expected = `one of \`${key}\` and its other name \`${sameAs}\``;
      throw new InputError({ thing: nameOf(key, [key]), expected, found: 'both' });
    }
    values[sameAs] = values[key];
    delete values[key];
  }
  return values as T;
}

/** A configuration that names a model and inputs, the same object. Throws InputError for one that does not. */
export function wholeConfig(config: Partial<Config>, hint?: string): Config {
  const missing = (thing: string, expected: string) =>
    new InputError({ thing, expected, found: 'nothing', hint });
  if (config.model === undefined) throw missing('model', 'the path of a model');
  if (config.inputs === undefined) throw missing('inputs', 'a folder of images or a .npy file');
  return config as Config;
}

function toInputError(found: $ZodIssue, value: unknown, nameOf: KeyName): InputError {
  const issue = deepest(found);
  if (issue.code === 'unrecognized_keys') return unknownKey(issue.path, issue.keys[0], nameOf);
  if (issue.path.length === 0) {
    return new InputError({ thing: nameOf('', []), expected: 'an object with options', found: show(value) });
  }
  const wrong = valueAt(value, issue.path);
  const near = typeof wrong === 'string' ? nearestNames(wrong, allowedValues(issue)) : [];
  return new InputError({
    thing: nameOf(pathText(issue.path), issue.path),
    expected: issue.message,
    found: show(wrong),
    hint: didYouMean(near),
  });
}

function unknownKey(path: Path, key: string, nameOf: KeyName): InputError {
  const known = knownKeys(path);
  return new InputError({
    thing: nameOf(pathText(path), [...path, key]),
    expected: 'known options only',
    found: `\`${key}\``,
    hint: didYouMean(nearestNames(key, known)) ?? `Known: ${known.join(', ')}.`,
  });
}

function knownKeys([top]: Path): readonly string[] {
  if (top === undefined) return Object.keys(OPTIONS);
  const { inner } = (OPTIONS as Options)[String(top)];
  return inner ? Object.keys(inner) : GATE_KEYS;
}

/** `Did you mean a or b?`, or undefined where nothing is near. */
export function didYouMean(near: readonly string[]): string | undefined {
  return near.length === 0 ? undefined : `Did you mean ${near.join(' or ')}?`;
}

/** The names that a fault would have accepted, those of every branch of a union. */
function allowedValues(issue: $ZodIssue): string[] {
  if (issue.code === 'invalid_union') return issue.errors.flat().flatMap(allowedValues);
  return issue.code === 'invalid_value' ? issue.values.map(String) : [];
}

/** Where one branch of a union got further into the value than the others, its fault is the one to tell. */
function deepest(issue: $ZodIssue): $ZodIssue {
  if (issue.code !== 'invalid_union') return issue;
  const inner = issue.errors.flat().find((one) => one.path.length > 0);
  return inner ? deepest({ ...inner, path: [...issue.path, ...inner.path] }) : issue;
}

function pathText(path: Path): string {
  return path
    .map((part, depth) => (typeof part === 'number' ? `[${part}]` : `${depth ? '.' : ''}${String(part)}`))
    .join('');
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((at, part) => {
    if (typeof at === 'string') return splitNames(at)[Number(part)];
    return (at as Record<PropertyKey, unknown> | undefined)?.[part];
  }, value);
}

const LONGEST_VALUE = 60;

/** A value as messages show it: short, on one line. */
function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'number') return String(value);
  let shown: string | undefined;
  try {
    shown = JSON.stringify(value);
  } catch {
    // Circular or with a bigint: its kind has to do.
  }
  shown ??= typeof value === 'object' ? 'an object' : `a ${typeof value}`;
  return shown.length > LONGEST_VALUE ? `${shown.slice(0, LONGEST_VALUE)}…` : shown;
}
