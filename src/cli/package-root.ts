import { join, relative } from 'node:path';
import { ROOT } from '../own-folder.ts';

/** A file that is part of the package, as a path relative to `cwd`. */
export function packagePath(path: string, cwd: string): string {
  return relative(cwd, join(ROOT, path)) || '.';
}
