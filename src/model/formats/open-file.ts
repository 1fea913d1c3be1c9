import { open, readdir, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { InputError } from '../../errors.ts';
import { isForeign, type KnownFormat, type OpenedFile } from './format.ts';
import { acceptedFiles, foreignByExtension, foreignRefusal } from './refusal.ts';

const HEAD = 512;
const TAIL = 64 * 2 ** 10;

/**
 * Opens a file that may hold a model, given as its own path or as its folder. Throws InputError where there is none, and
 * for a folder that holds a model of another tool.
 */
export async function openModelFile(given: string, formats: readonly KnownFormat[]): Promise<OpenedFile> {
  const expected = acceptedFiles(formats);
  const entry = await stat(given).catch(() => null);
  if (!entry) throw new InputError({ thing: given, expected, found: 'no such file or folder' });
  const path = entry.isDirectory() ? await inFolder(given, formats) : given;
  const file = entry.isDirectory() ? await stat(path) : entry;
  if (!file.isFile()) throw new InputError({ thing: path, expected, found: 'something that is not a file' });
  const extension = extensionOf(path);
  const namedLike = foreignByExtension(extension, formats)?.name ?? null;
  return { given, path, extension, bytes: file.size, namedLike, ...(await endsOf(path)) };
}

const extensionOf = (path: string): string => extname(path).toLowerCase();

/** The file of a folder that is the model. */
async function inFolder(folder: string, formats: readonly KnownFormat[]): Promise<string> {
  const readable = formats.filter((format) => !isForeign(format)).flatMap(({ fileNames }) => fileNames);
  for (const name of new Set(readable)) {
    const path = join(folder, name);
    if (await stat(path).catch(() => null)) return path;
  }
  const without = `a folder without ${[...new Set(readable)].join(' or ')}`;
  const names = await readdir(folder).catch((): string[] => []);
  const whole = formats
    .filter(isForeign)
    .find(({ fileNames }) => fileNames.some((name) => names.includes(name)));
  if (whole) throw foreignRefusal(folder, whole.name, whole.convert(folder), formats);
  for (const name of names.toSorted()) {
    const known = foreignByExtension(extensionOf(name), formats);
    if (!known) continue;
    const found = `${without}, but with ${name} (${known.name})`;
    throw foreignRefusal(folder, found, known.convert(join(folder, name)), formats);
  }
  throw new InputError({ thing: folder, expected: acceptedFiles(formats), found: without });
}

/** The first and the last bytes; none of what cannot be read, which is told where it is read. */
async function endsOf(path: string): Promise<Pick<OpenedFile, 'head' | 'tail'>> {
  const none = { head: Buffer.alloc(0), tail: Buffer.alloc(0) };
  const handle = await open(path, 'r').catch(() => null);
  if (!handle) return none;
  try {
    const { size } = await handle.stat();
    const part = async (length: number, position: number) => {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, position);
      return buffer.subarray(0, bytesRead);
    };
    const head = await part(Math.min(HEAD, size), 0);
    const tail = await part(Math.min(TAIL, size), Math.max(0, size - TAIL));
    return { head, tail };
  } catch {
    return none;
  } finally {
    await handle.close();
  }
}
