import { readFile } from 'node:fs/promises';
import { extname, relative } from 'node:path';
import { parse } from '@humanwhocodes/momoa';
import { createJiti } from 'jiti';
import { InputError } from '../errors.ts';
import { parseJson } from '../json.ts';
import { thrownText } from '../thrown-text.ts';
import { placeText, userFrame } from '../user-frame.ts';

/** A configuration file: its path, and how messages call it and others relative to the working folder. */
export interface ConfigFile {
  readonly path: string;
  readonly shown: string;
  readonly cwd: string;
}

/** The value of a configuration file, not yet checked. Throws InputError, with the line, where it cannot be read. */
export async function readConfigFile(file: ConfigFile): Promise<{ value: unknown; text: string }> {
  const content = await readFile(file.path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw unreadable(file.shown, error.code === 'EISDIR' ? 'a folder' : thrownText(error), error);
  });
  const text = content.replace(/^\uFEFF/, '');
  const value = extname(file.path) === '.json' ? fromJson(text, file) : await evaluate(file);
  return { value, text };
}

function fromJson(text: string, { shown }: ConfigFile): unknown {
  try {
    return parseJson(text, shown);
  } catch (error) {
    if (error instanceof InputError) throw error;
    const { message, line } = jsonFault(text) ?? { message: thrownText(error), line: null };
    throw unreadable(line === null ? shown : `${shown}:${line}`, message, error);
  }
}

/** What is wrong with a JSON text, and in which line: JSON.parse does not always say where. */
function jsonFault(text: string): { message: string; line: number } | null {
  try {
    parse(text, { mode: 'json' });
    return null;
  } catch (error) {
    const { message, line } = error as Error & { line?: number };
    return line === undefined ? null : { message: message.replace(/ found\.? \(\d+:\d+\)$/, ''), line };
  }
}

/**
 * Runs a configuration script. `saliency-sanity` in it is this very library, also where no package of that name is
 * installed: a second copy would know other methods and other errors.
 */
async function evaluate(file: ConfigFile): Promise<unknown> {
  const library = await import('../index.ts');
  const jiti = createJiti(import.meta.url, {
    fsCache: false,
    virtualModules: { 'saliency-sanity': library },
  });
  let loaded: unknown;
  try {
    loaded = await jiti.import(file.path);
  } catch (error) {
    throw await scriptFault(error, file);
  }
  return defaultExport(loaded, file);
}

/** `export default` of a module, or `module.exports` of a script that knows no modules. */
function defaultExport(loaded: unknown, { shown }: ConfigFile): unknown {
  const exports = Object(loaded) as Record<string, unknown>;
  // A loader makes up a default where there is none, but not as the module's own.
  if (Object.hasOwn(exports, 'default')) return exports.default;
  const names = Object.keys(exports);
  const isModule = '__esModule' in exports || Object.prototype.toString.call(loaded) === '[object Module]';
  if (!isModule && names.length > 0) return loaded;
  throw new InputError({
    thing: shown,
    expected: 'a default export',
    found: names.length > 0 ? `only the named ${names.join(', ')}` : 'none',
    hint: 'Write `export default defineConfig({ ... })`.',
  });
}

/** A syntax error, a module that there is not, or what the script throws: with its own file and line, where they are known. */
async function scriptFault(error: unknown, { path, shown, cwd }: ConfigFile): Promise<InputError> {
  const message = thrownText(error);
  const text = error instanceof Error ? error.message : '';
  const syntax = /^ParseError: [\s\S]*?((?:\/|[A-Za-z]:[\\/])[^\n]*):(\d+):\d+\s*$/.exec(text);
  if (syntax) {
    const place = placeText(syntax[1], Number(syntax[2]), cwd);
    return unreadable(place, message.replace(/^ParseError: /, ''), error);
  }
  const absent = /^Cannot find module '([^']+)'/.exec(text);
  const importer = (error as { requireStack?: readonly string[] } | null)?.requireStack?.[0] ?? path;
  const line = absent && (await lineWith(absent[1], importer));
  const place = line ? placeText(importer, line, cwd) : userFrame(error, cwd);
  return unreadable(place ?? (importer === path ? shown : relative(cwd, importer)), message, error);
}

/** The line that imports a module; null where the file does not name it so. */
async function lineWith(module: string, importer: string): Promise<number | null> {
  const source = await readFile(importer, 'utf8').catch(() => '');
  const line = source.split('\n').findIndex((text) => new Set(text.split(/['"`]/)).has(module));
  return line < 0 ? null : line + 1;
}

function unreadable(thing: string, message: string, error: unknown): InputError {
  const [reason] = message.split('\n');
  return new InputError(
    { thing, expected: 'a configuration file that loads', found: reason.trim().replace(/\.$/, '') },
    { cause: error },
  );
}
