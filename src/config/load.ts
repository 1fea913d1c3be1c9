import { access, readFile } from 'node:fs/promises';
import { dirname, extname, join, relative, resolve } from 'node:path';
import { createJiti } from 'jiti';
import { InputError } from '../errors.ts';
import { parseJson } from '../json.ts';
import type { Config } from './config.ts';
import { parseConfig } from './parse.ts';
import type { PartialConfig } from './schema.ts';
import type { TrainingConfig } from './training.ts';

/** Names of a configuration file, the first that exists counts. */
export const CONFIG_NAMES = ['ts', 'mts', 'js', 'mjs', 'json'].map(
  (extension) => `saliency-sanity.config.${extension}`,
);

const PATH_KEYS = ['model', 'inputs', 'labels', 'out', 'baseline'] as const;
const TRAINING_PATHS = ['data', 'labels', 'cache'] as const;

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
 * load, or has unknown keys or values out of range.
 */
export async function loadConfig(path: string, cwd: string = process.cwd()): Promise<PartialConfig> {
  const file = resolve(cwd, path);
  if (!(await exists(file))) {
    throw new InputError({ thing: path, expected: 'a configuration file', found: 'no such file' });
  }
  const value = extname(file) === '.json' ? await readJson(file, path) : await evaluate(file, path);
  const config = parseConfig(value, (key) => (key ? `${key} in ${path}` : path));
  return relocatePaths(config, dirname(file), cwd);
}

/** A configuration with its relative paths, which were relative to `from`, made relative to `to`. */
export function relocatePaths(config: PartialConfig, from: string, to: string): PartialConfig {
  const move = (path: string) => relative(to, resolve(from, path)) || '.';
  const moved: Record<string, string> = {};
  for (const key of PATH_KEYS) {
    const path = config[key];
    if (typeof path === 'string') moved[key] = move(path);
  }
  const training = config.training && relocateTraining(config.training, move);
  // `junit=report.xml` has a path in it.
  const reporter = config.reporter?.map((choice) => choice.replace(/(?<==).+/s, move));
  return { ...config, ...moved, ...(training ? { training } : {}), ...(reporter ? { reporter } : {}) };
}

function relocateTraining(training: TrainingConfig, move: (path: string) => string): TrainingConfig {
  const moved = TRAINING_PATHS.flatMap((key) => {
    const path = training[key];
    return typeof path === 'string' ? [[key, move(path)]] : [];
  });
  return { ...training, ...Object.fromEntries(moved) };
}

/** Later parts win over earlier ones. Throws InputError where no part names a model or inputs. */
export function mergeConfig(parts: readonly PartialConfig[], hint?: string): Config {
  const merged: PartialConfig = {};
  for (const part of parts) {
    const given = Object.entries(part).filter(([, value]) => value !== undefined);
    const training = part.training && { ...merged.training, ...part.training };
    Object.assign(merged, Object.fromEntries(given), training ? { training } : {});
  }
  if (merged.model === undefined) throw missing('model', 'the path of a model', hint);
  if (merged.inputs === undefined) throw missing('inputs', 'a folder of images or a .npy file', hint);
  return merged as Config;
}

function missing(thing: string, expected: string, hint?: string): InputError {
  return new InputError({ thing, expected, found: 'nothing', hint });
}

/**
 * Runs a configuration script. `saliency-sanity` in it is this very library, also where no package of that name is
 * installed: a second copy would know other methods and other errors.
 */
async function evaluate(file: string, shown: string): Promise<unknown> {
  const library = await import('../index.ts');
  const jiti = createJiti(import.meta.url, {
    fsCache: false,
    virtualModules: { 'saliency-sanity': library },
  });
  let loaded: { default?: unknown };
  try {
    loaded = await jiti.import<{ default?: unknown }>(file);
  } catch (error) {
    throw unreadable(shown, error);
  }
  if (loaded.default !== undefined) return loaded.default;
  throw new InputError({ thing: shown, expected: 'a default export', found: 'none' });
}

async function readJson(file: string, shown: string): Promise<unknown> {
  try {
    return parseJson(await readFile(file, 'utf8'), shown);
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw unreadable(shown, error);
  }
}

function unreadable(thing: string, error: unknown): InputError {
  const [reason] = (error instanceof Error ? error.message : String(error)).split('\n');
  return new InputError(
    { thing, expected: 'a configuration file that loads', found: reason.replace(/\.$/, '') },
    { cause: error },
  );
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
