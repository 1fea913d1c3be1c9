import { open, readdir } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { InputError } from '../../../errors.ts';
import { convertSavedModel, FOREIGN_FORMATS, type ForeignFile, type ForeignFormat } from './formats.ts';

const HEAD = 512;
const TAIL = 64 * 2 ** 10;
const EXPECTED = 'a TensorFlow.js model: a model.json or a folder that contains one';

/**
 * Throws InputError for a file that its first bytes show to be another format's, with the command that converts it.
 * Returns how the file's name looks, for messages about files that are no JSON either: ` named like ...` or nothing.
 */
export async function refuseForeignFile(path: string): Promise<string> {
  const file = await peek(path);
  if (!file) return '';
  const known = FOREIGN_FORMATS.find((format) => format.recognises(file));
  if (known) throw foreign(path, known.name, known.convert(path));
  const named = byName(path);
  return named ? `, though its name is that of ${named.name}` : '';
}

/** Throws InputError for a folder of another format: a SavedModel, or one that holds a file of one. */
export async function refuseForeignFolder(folder: string): Promise<void> {
  const names = await readdir(folder).catch((): string[] => []);
  if (names.includes('saved_model.pb')) {
    throw foreign(folder, 'a SavedModel', convertSavedModel(folder));
  }
  const name = names.toSorted().find((one) => byName(one));
  const known = name === undefined ? undefined : byName(name);
  if (name === undefined || !known) return;
  const path = join(folder, name);
  throw foreign(folder, `a folder without model.json, but with ${name} (${known.name})`, known.convert(path));
}

const byName = (path: string): ForeignFormat | undefined => {
  const extension = extname(path).toLowerCase();
  return FOREIGN_FORMATS.find(({ extensions }) => extensions.includes(extension));
};

const foreign = (thing: string, found: string, hint: string): InputError =>
  new InputError({ thing, expected: EXPECTED, found, hint: `${hint}.` });

/** Null for what cannot be read, which is told where it is read. */
async function peek(path: string): Promise<ForeignFile | null> {
  const handle = await open(path, 'r').catch(() => null);
  if (!handle) return null;
  try {
    const { size } = await handle.stat();
    const part = async (length: number, position: number) => {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, position);
      return buffer.subarray(0, bytesRead);
    };
    const head = await part(Math.min(HEAD, size), 0);
    const tail = await part(Math.min(TAIL, size), Math.max(0, size - TAIL));
    return { path, extension: extname(path).toLowerCase(), head, tail };
  } catch {
    return null;
  } finally {
    await handle.close();
  }
}
