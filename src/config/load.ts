import { access } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { InputError } from '../errors.ts';
import type { Config } from './config.ts';
import type { KeyPath } from './key-lines.ts';
import { movedOptions } from './options/list.ts';
import { keyPlace, originOf, setOrigin } from './origin.ts';
import { parseConfig, wholeConfig } from './parse.ts';
import { quickened } from './quick.ts';
import { readConfigFile } from './read-file.ts';
import type { PartialConfig } from './schema.ts';

/** Names of a configuration file, the first that exists counts. */
export const CONFIG_NAMES = ['ts', 'mts', 'js', 'mjs', 'json'].map(
  (extension) => `saliency-sanity.config.${extension}`,
);

/** The path of the configuration file in a folder, or null where there is none. */
export async function findConfig(folder: string): Promise<string | null> {
  for (const name of CONFIG_NAMES) {
    const path = join(folder, name);
    if (await exists(path)) return path;
  }
  return null;
}

/**
 * Reads and checks a configuration file (.ts, .mts, .js, .mjs or .json). Paths in it are relative to its own folder and
 * come back relative to `cwd`, as if they had been given there. Throws InputError for a file that is missing, does not
 * load, or has unknown keys or values out of range, with the line of what is at fault.
 */
export async function loadConfig(path: string, cwd: string = process.cwd()): Promise<PartialConfig> {
  const file = resolve(cwd, path);
  if (!(await exists(file))) {
    throw new InputError({ thing: path, expected: 'a configuration file', found: 'no such file' });
  }
  const { value, text } = await readConfigFile({ path: file, shown: path, cwd });
  const place = (at: KeyPath) => keyPlace({ file: path, text, config: Object(value) }, at);
  const config = parseConfig(value, (key, at) => (key ? `${key} in ${place(at)}` : place(at)));
  const relocated = relocatePaths(config, dirname(file), cwd);
  setOrigin(relocated, { file: path, text, config: relocated });
  return relocated;
}

/** A configuration with its relative paths, which were relative to `from`, made relative to `to`. */
export function relocatePaths(config: PartialConfig, from: string, to: string): PartialConfig {
  return movedOptions(config, (path) => relative(to, resolve(from, path)) || '.');
}

/** Later parts win over earlier ones. Throws InputError where no part names a model or inputs. */
export function mergeConfig(parts: readonly PartialConfig[], hint?: string): Config {
  const merged: Partial<Config> = {};
  for (const part of quickened(parts)) {
    const given = Object.entries(part).filter(([, value]) => value !== undefined);
    const training = part.training && { ...merged.training, ...part.training };
    Object.assign(merged, Object.fromEntries(given), training ? { training } : {});
  }
  const whole = wholeConfig(merged, hint);
  setOrigin(
    whole,
    parts.map(originOf).find((origin) => origin !== undefined),
  );
  return whole;
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
