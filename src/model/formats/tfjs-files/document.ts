import { readFile, realpath } from 'node:fs/promises';
import { dirname } from 'node:path';
import { faultWords } from '../../../disk/fault-words.ts';
import { InputError } from '../../../errors.ts';
import { parseJson } from '../../../json.ts';
import { isObject, type JsonObject, shown } from '../../json-values.ts';
import type { OpenedFile } from '../format.ts';

/** A parsed model.json, and where its weight files may lie. */
export interface ModelDocument {
  /** The path of model.json as the user wrote it, for messages. */
  readonly path: string;
  /** The folder that holds it, links resolved. */
  readonly folder: string;
  readonly content: JsonObject;
}

/** The file of a TensorFlow.js model, and how messages name it. */
export const MODEL_JSON = {
  fileNames: ['model.json'],
  extensions: [],
  accepted: { model: 'a TensorFlow.js model', files: 'a model.json or a folder that contains one' },
} as const;

/** Topologies take kilobytes; a file beyond this is something else, and parsing it would exhaust the memory. */
const MAXIMUM_BYTES = 256 * 2 ** 20;

const documents = new WeakMap<OpenedFile, Promise<ModelDocument>>();

/** The document in a file, which is read once however often it is asked for. Throws InputError where it is no JSON. */
export function documentOf(file: OpenedFile): Promise<ModelDocument> {
  const known = documents.get(file) ?? readDocument(file);
  documents.set(file, known);
  return known;
}

async function readDocument(file: OpenedFile): Promise<ModelDocument> {
  const { path, bytes } = file;
  if (bytes > MAXIMUM_BYTES) {
    const expected = `a model.json of at most ${MAXIMUM_BYTES} bytes`;
    throw new InputError({ thing: path, expected, found: `a file of ${bytes} bytes` });
  }
  return { path, folder: await realpath(dirname(path)), content: await parseFile(file) };
}

async function parseFile({ path, namedLike }: OpenedFile): Promise<JsonObject> {
  const bytes = await readFile(path).catch((cause: NodeJS.ErrnoException) => {
    throw new InputError({ thing: path, expected: 'a readable file', found: faultWords(cause) }, { cause });
  });
  let content: unknown;
  try {
    content = parseJson(bytes.toString('utf8'), path);
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    const likeness = namedLike === null ? '' : `, though its name is that of ${namedLike}`;
    throw new InputError(
      { thing: path, expected: 'JSON', found: `${describeBytes(bytes)}${likeness}` },
      { cause },
    );
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
