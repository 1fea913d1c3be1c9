import { randomBytes } from 'node:crypto';
import { access, constants, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { InputError } from '../errors.ts';

const FILE = 'a file';

/**
 * Makes sure that results can be written into a folder, so that a run can stop before its work and not after: it is a
 * writable folder, or its nearest existing ancestor is. Creates nothing.
 * @throws InputError when it is not so
 */
export async function requireWritable(directory: string): Promise<void> {
  let folder = resolve(directory);
  for (;;) {
    const found = await stat(folder).catch((error: NodeJS.ErrnoException) => error);
    if (!(found instanceof Error)) {
      const fault = found.isDirectory()
        ? await access(folder, constants.W_OK | constants.X_OK).catch(identity)
        : FILE;
      if (fault) throw unwritable(folder, fault);
      return;
    }
    if (found.code !== 'ENOENT' || dirname(folder) === folder) throw unwritable(folder, found);
    folder = dirname(folder);
  }
}

/**
 * Writes a file whole or not at all: under another name in the same folder first, then renamed.
 * @throws InputError when it cannot be written; what stood there before is then still there
 */
export async function writeWhole(
  path: string,
  content: Uint8Array | string | AsyncIterable<string>,
): Promise<void> {
  const draft = join(dirname(path), `.draft-${randomBytes(6).toString('hex')}`);
  try {
    await mkdir(dirname(path), { recursive: true });
    const file = await open(draft, 'wx');
    try {
      if (typeof content === 'string' || content instanceof Uint8Array) await file.writeFile(content);
      else for await (const part of content) await file.writeFile(part);
    } finally {
      await file.close();
    }
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    // Only faults of the file system are the user's; others, such as of whoever makes the lines, pass as they are.
    throw isSystemError(error) ? unwritable(path, error) : error;
  }
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error;
}

function unwritable(path: string, error: unknown): InputError {
  const found = error === FILE ? FILE : isSystemError(error) ? (error.code ?? error.message) : String(error);
  const parts = { thing: path, expected: 'a folder that can be written', found };
  return new InputError(
    { ...parts, hint: 'Choose another folder with --out.' },
    error instanceof Error ? { cause: error } : {},
  );
}

function identity<T>(value: T): T {
  return value;
}
