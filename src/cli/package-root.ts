import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** From src/cli and from dist/cli alike. */
const ROOT = new URL('../../', import.meta.url);

/** A file that is part of the package, as a path relative to `cwd`. */
export function packagePath(path: string, cwd: string): string {
  return relative(cwd, fileURLToPath(new URL(path, ROOT))) || '.';
}
