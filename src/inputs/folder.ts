import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
import { InputError } from '../errors.ts';

/** What lies in a folder of images. Paths are relative to the folder, with `/`, sorted by code unit. */
export interface Folder {
  readonly path: string;
  readonly images: readonly string[];
  /** The folders directly in it: the classes. */
  readonly classes: readonly string[];
  /** Whether `labels.json` lies in it. */
  readonly hasLabels: boolean;
  /** Files, and links to folders, that are not read. Hidden ones are left out. */
  readonly skipped: readonly string[];
}

/** The name of the file in a folder that maps images or classes to labels. */
export const LABELS_FILE = 'labels.json';

const IMAGE = /\.(png|jpe?g|webp)$/i;

/**
 * Lists the images in a folder and the folders within. Links to files are followed as long as they stay in the folder.
 * @throws InputError for a folder that cannot be read or holds no images, and for a link that leaves it.
 */
export async function listFolder(path: string): Promise<Folder> {
  const root = await realpath(path);
  const images: string[] = [];
  const skipped: string[] = [];
  const classes: string[] = [];

  const walk = async (folder: string) => {
    for (const entry of await entries(join(root, folder), path)) {
      const name = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.name.startsWith('.') || entry.name === '__MACOSX') continue;
      if (entry.isDirectory()) {
        if (folder === '') classes.push(name);
        await walk(name);
      } else if (await isReadable(entry, root, name, path)) {
        if (IMAGE.test(name)) images.push(name);
        else if (name !== LABELS_FILE) skipped.push(name);
      } else {
        skipped.push(name);
      }
    }
  };
  await walk('');

  if (images.length === 0) {
    const seen = [...classes.map((name) => `${name}/`), ...skipped];
    const found = seen.length === 0 ? 'nothing' : `no image among ${some(seen)}`;
    throw new InputError({ thing: path, expected: 'a folder with PNG, JPEG or WebP images', found });
  }
  const hasLabels = await stat(join(root, LABELS_FILE)).then(
    (file) => file.isFile(),
    () => false,
  );
  return { path, images: images.sort(byCodeUnit), classes: classes.sort(byCodeUnit), hasLabels, skipped };
}

/** The first names of a list and the number of the others: `a, b, c and 4 more`. */
export function some(names: readonly string[], most = 3): string {
  const rest = names.length - most;
  return names.slice(0, most).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}

export function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

async function entries(folder: string, thing: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    throw new InputError({
      thing,
      expected: 'a folder that can be read',
      found: `${(error as NodeJS.ErrnoException).code} at ${folder}`,
    });
  }
}

/** Whether the entry is a regular file, or a link to one inside the root. Devices and pipes are not: they could hang. */
async function isReadable(entry: Dirent, root: string, name: string, thing: string): Promise<boolean> {
  if (!entry.isSymbolicLink()) return entry.isFile();
  const target = await realpath(join(root, name)).catch(() => null);
  const way = target === null ? null : relative(root, target);
  if (target === null || way === null || way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way)) {
    throw new InputError({
      thing: `${thing}: link ${name}`,
      expected: 'a link to a file in the same folder',
      found: target === null ? 'one that leads nowhere' : 'one that leads out of it',
    });
  }
  return (await stat(target)).isFile();
}
