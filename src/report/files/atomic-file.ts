import { access, constants, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { writeFault } from '../../disk/write-fault.ts';
import { InputError } from '../../errors.ts';

export { writeWholeFile as writeWhole } from '../../disk/whole-file.ts';

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
      if (!found.isDirectory()) throw occupied(folder);
      await access(folder, constants.W_OK | constants.X_OK).catch((error: unknown) => {
        throw writeFault(folder, error) ?? error;
      });
      return;
    }
    if (found.code !== 'ENOENT' || dirname(folder) === folder) throw writeFault(folder, found) ?? found;
    folder = dirname(folder);
  }
}

function occupied(path: string): InputError {
  return new InputError({
    thing: path,
    expected: 'a folder that can be written',
    found: 'a file',
    hint: 'Choose another folder with --out.',
  });
}
