import { access, constants, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { faultWords } from '../disk/fault-words.ts';
import { InputError } from '../errors.ts';
import type { Io } from './command.ts';

/** Prints a value as one JSON document. */
export function printJson(io: Io, value: unknown): void {
  io.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

/** A path for the file system. It keeps the words that it was given in, for messages, unless they mean another folder. */
export function located(io: Io, path: string): string {
  return io.cwd === process.cwd() ? path : resolve(io.cwd, path);
}

/**
 * Makes sure that a folder can be written before anything is computed: it is a writable folder, or its nearest existing
 * ancestor is. Creates nothing. Throws InputError.
 */
export async function requireWritableFolder(thing: string, path: string): Promise<void> {
  let folder = resolve(path);
  while (true) {
    const found = await stat(folder).catch((error: NodeJS.ErrnoException) => error);
    if (!(found instanceof Error)) {
      const isFolder = found.isDirectory();
      if (isFolder && (await isWritable(folder))) return;
      throw new InputError({
        thing,
        expected: 'a folder that can be written',
        found: isFolder ? `no permission to write in ${folder}` : `${folder}, which is a file`,
      });
    }
    if (found.code !== 'ENOENT' || dirname(folder) === folder) {
      throw new InputError({
        thing,
        expected: 'a folder that can be written',
        found: `${faultWords(found)}, ${folder}`,
      });
    }
    folder = dirname(folder);
  }
}

function isWritable(folder: string): Promise<boolean> {
  return access(folder, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
}
