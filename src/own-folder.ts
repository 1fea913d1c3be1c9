import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of this package's code, `src` or `dist`, in whatever file of it this code has come to stand. */
export const OWN: string = ownFolder();

/** The folder of this package. */
export const ROOT: string = join(OWN, '..');

function ownFolder(): string {
  let folder = fileURLToPath(new URL('.', import.meta.url));
  while (!existsSync(join(folder, '..', 'package.json'))) folder = join(folder, '..');
  return join(folder, '/');
}
