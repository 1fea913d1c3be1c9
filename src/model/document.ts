import { readFile, realpath, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { faultWords } from '../disk/fault-words.ts';
import { InputError } from '../errors.ts';
import { parseJson } from '../json.ts';
import { refuseForeignFile, refuseForeignFolder } from './foreign/recognise.ts';

export type JsonObject = { readonly [key: string]: unknown };

/** A parsed model.json, and where its weight files may lie. */
export interface ModelDocument {
  /** The path of model.json as the user wrote it, for messages. */
  readonly path: string;
  /** The folder that holds it, links resolved. */
  readonly folder: string;
  readonly content: JsonObject;
}

/** Topologies take kilobytes; a file beyond this is something else, and parsing it would exhaust the memory. */
const MAXIMUM_BYTES = 256 * 2 ** 20;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A short name of a JSON value for messages. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  let text: string;
  try {
    text = JSON.stringify(value);
  } catch {
    return 'a value nested too deeply';
  }
  return text.length <= 60 ? text : `${text.slice(0, 57)}...`;
}

/** Reads a model.json, given as its own path or as its folder. Throws InputError where there is none or it is no JSON. */
export async function readDocument(given: string): Promise<ModelDocument> {
  const expected = 'a model.json or a folder that contains one';
  const entry = await stat(given).catch(() => null);
  if (!entry) throw new InputError({ thing: given, expected, found: 'no such file or folder' });
  const path = entry.isDirectory() ? join(given, 'model.json') : given;
  const file = entry.isDirectory() ? await stat(path).catch(() => null) : entry;
  if (!file) {
    await refuseForeignFolder(given);
    throw new InputError({ thing: given, expected, found: 'a folder without model.json' });
  }
  if (!file.isFile()) throw new InputError({ thing: path, expected, found: 'something that is not a file' });
  const likeness = await refuseForeignFile(path);
  if (file.size > MAXIMUM_BYTES) {
    const found = `a file of ${file.size} bytes`;
    throw new InputError({ thing: path, expected: `a model.json of at most ${MAXIMUM_BYTES} bytes`, found });
  }
  return { path, folder: await realpath(dirname(path)), content: await parseFile(path, likeness) };
}

async function parseFile(path: string, likeness: string): Promise<JsonObject> {
  const bytes = await readFile(path).catch((cause: NodeJS.ErrnoException) => {
    throw new InputError({ thing: path, expected: 'a readable file', found: faultWords(cause) }, { cause });
  });
  let content: unknown;
  try {
    content = parseJson(bytes.toString('utf8'), path);
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    const found = `${describeBytes(bytes)}${likeness}`;
    throw new InputError({ thing: path, expected: 'JSON', found }, { cause });
  }
  if (!isObject(content))
    throw new InputError({ thing: path, expected: 'a JSON object', found: shown(content) });
  return content;
}

function describeBytes(bytes: Buffer): string {
  if (bytes.length === 0) return 'an empty file';
  const first = bytes.toString('utf8', 0, 32).trimStart().charAt(0);
  return first === '{' || first === '['
    ? `JSON that is cut off or damaged (${bytes.length} bytes)`
    : `${bytes.length} bytes of something else`;
}
