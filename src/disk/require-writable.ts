import { access, constants, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { InputError } from '../errors.ts';
import { faultWords } from './fault-words.ts';

/**
 * Makes sure that a folder can be written before anything is computed: it is a writable folder, or its nearest existing
 * ancestor is. Creates nothing. Errors name `thing`, by default the path, and the folder that is at fault in the words of the path.
 * @throws InputError when it is not so
 */
export async function requireWritable(path: string, thing: string = path): Promise<void> {
  const expected = 'a folder that can be written';
  const hint = thing === path ? 'Choose another folder with --out.' : undefined;
  for (let folder = path; ; folder = dirname(folder)) {
    const found = await stat(folder).catch((error: NodeJS.ErrnoException) => error);
    if (!(found instanceof Error)) {
      const isFolder = found.isDirectory();
      if (isFolder && (await isWritable(folder))) return;
      const fault = isFolder ? `no permission to write in ${folder}` : `${folder}, which is a file`;
      throw new InputError({ thing, expected, found: fault, hint });
    }
    if (found.code !== 'ENOENT' || dirname(folder) === folder) {
      throw new InputError({ thing, expected, found: `${faultWords(found)}, ${folder}`, hint });
    }
  }
}

function isWritable(folder: string): Promise<boolean> {
  return access(folder, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
}
