import { mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/**
 * Makes a folder and those around it that are missing; one that is there is left as it is. Returns the outermost one that was
 * made, if any. Throws what the system says where that cannot be. (Node's own recursive `mkdir` never returns in folders
 * like /proc, which answer that they, who are there, do not exist.)
 */
export function makeFolder(path: string): string | undefined {
  const folder = resolve(path);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return undefined;
  const above = dirname(folder);
  const outermost = above === folder ? undefined : makeFolder(above);
  try {
    mkdirSync(folder);
  } catch (error) {
    // Somebody else may make it at the same time.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || !statSync(folder).isDirectory()) throw error;
    return outermost;
  }
  return outermost ?? folder;
}
