import { InputError } from '../errors.ts';
import { type KeyPath, keyLine } from './key-lines.ts';
import type { PartialConfig } from './schema.ts';

/** The file that a configuration came from. */
export interface Origin {
  /** Its path as messages show it. */
  readonly file: string;
  readonly text: string;
  /** The configuration as it was read, paths relocated. */
  readonly config: PartialConfig;
}

const ORIGINS = new WeakMap<object, Origin>();

/** Remembers where a configuration came from, for as long as the configuration lives. */
export function setOrigin(config: object, origin: Origin | undefined): void {
  if (origin) ORIGINS.set(config, origin);
}

export const originOf = (config: object): Origin | undefined => ORIGINS.get(config);

/** `file:line` of a key, the file alone where the line is not known. */
export function keyPlace({ file, text, config }: Origin, path: KeyPath): string {
  const line = keyLine(text, config, path);
  return line === null ? file : `${file}:${line}`;
}

/**
 * An error about something that the configuration file names, a method, a layer, a folder, with the file and the line of
 * that name as a hint; any other error as it is. What was given otherwise, for example on the command line, is not
 * looked for.
 */
export function withPlace(error: unknown, config: object): unknown {
  const origin = originOf(config);
  if (!(error instanceof InputError) || !origin) return error;
  const words = error.parts.thing.split(/[\s'"`,()[\]]+/);
  const named = namesIn(origin.config).find(
    ({ name, path }) =>
      (words.includes(name) || words.some((word) => word.startsWith(`${name}/`))) &&
      valueAt(config, path) === valueAt(origin.config, path),
  );
  if (!named) return error;
  const at = keyPlace(origin, named.path);
  // The function of a method of one's own often stands where its name does.
  if (error.parts.found.endsWith(`at ${at}`)) return error;
  const place = `Named in ${at}.`;
  const hint = error.parts.hint ? `${error.parts.hint} ${place}` : place;
  return new InputError({ ...error.parts, hint }, { cause: error.cause ?? error });
}

interface Name {
  readonly name: string;
  readonly path: KeyPath;
}

/** The texts of a configuration, those with commas word by word, and the keys of `expected`, which are names too. */
function namesIn(value: unknown, path: KeyPath = []): Name[] {
  if (typeof value === 'string') {
    return value.split(',').map((name) => ({ name: name.trim(), path }));
  }
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return [];
  if (!Array.isArray(value) && Object.getPrototypeOf(value) !== Object.prototype) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const at = [...path, key];
    const own = path[0] === 'expected' && path.length === 1 ? [{ name: key, path: at }] : [];
    return [...own, ...namesIn(inner, at)];
  });
}

function valueAt(value: unknown, path: KeyPath): unknown {
  return path.reduce<unknown>((at, part) => (at as Record<PropertyKey, unknown> | undefined)?.[part], value);
}
