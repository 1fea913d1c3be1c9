import { isUtf8 } from 'node:buffer';
import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
import { faultWords } from '../disk/fault-words.ts';
import { InputError } from '../errors.ts';
import { alikeNames, byName, nameText } from './file-name.ts';

/** What lies in a folder of images. Paths are relative to the folder, with `/`, sorted by name. */
export interface Folder {
  readonly path: string;
  readonly images: readonly string[];
  /** Whole paths, as bytes, of images whose name is no UTF-8, by the text that stands for it in `images`. */
  readonly bytes: ReadonlyMap<string, Uint8Array>;
  /** By image, the mask that lies beside it: `a.mask.png` beside `a.jpg`. Masks are no images. */
  readonly masks: ReadonlyMap<string, string>;
  /** The folders directly in it, and links to folders: the classes. */
  readonly classes: readonly string[];
  /** Files that are no images. */
  readonly skipped: readonly string[];
  /** Whether `labels.json` lies in it. */
  readonly hasLabels: boolean;
  /** What is not read, and what of the names a reader should know. */
  readonly notices: readonly string[];
}

/** The name of the file in a folder that maps images or classes to labels. */
export const LABELS_FILE = 'labels.json';

/** The name of the file in a folder that says where the objects of its images are. */
export const REGIONS_FILE = 'regions.json';

/** Names that Pillow, too, takes for these formats. */
/** Names of images that are read. */
export const IMAGE = /\.(png|apng|jpe?g|jpe|jfif|webp)$/i;

/** What a walk has found so far. */
interface Found {
  readonly images: Map<string, Uint8Array | null>;
  readonly classes: string[];
  readonly skipped: string[];
  readonly hidden: string[];
  /** Links to folders that are not followed. */
  readonly links: string[];
  /** Folders that links led to, as the file system knows them. */
  readonly followed: Set<string>;
}

/**
 * Lists the images in a folder and the folders within. Links are followed as long as they stay in the folder; of links
 * to folders not those that lead to a folder that holds them, and of several to one folder the first.
 * @throws InputError for a folder that cannot be read or holds no images, for a link that leaves it, and for two names
 * that cannot be told apart in text
 */
export async function listFolder(path: string): Promise<Folder> {
  const found: Found = {
    images: new Map(),
    classes: [],
    skipped: [],
    hidden: [],
    links: [],
    followed: new Set(),
  };
  const root = (await realpath(path, 'buffer')).toString('latin1');
  await walk({ real: root, name: '', way: [root] }, { root, thing: path }, found);

  const { images, classes, skipped } = found;
  const masks = masksBeside([...images.keys()]);
  for (const mask of masks.values()) images.delete(mask);
  if (images.size === 0) {
    const seen = [...classes.map((name) => `${name}/`), ...skipped];
    const what = seen.length === 0 ? 'nothing' : `no image among ${some(seen)}`;
    throw new InputError({ thing: path, expected: 'a folder with PNG, JPEG or WebP images', found: what });
  }
  const hasLabels = await stat(join(path, LABELS_FILE)).then(
    (file) => file.isFile(),
    () => false,
  );
  const names = [...images.keys()].sort(byName);
  const bytes = new Map([...images].flatMap(([name, raw]) => (raw === null ? [] : [[name, raw] as const])));
  return {
    path,
    images: names,
    bytes,
    masks,
    classes: classes.sort(byName),
    skipped,
    hasLabels,
    notices: noticesOf(found, bytes),
  };
}

/** The first names of a list and the number of the others: `a, b, c and 4 more`. */
export function some(names: readonly string[], most = 3): string {
  const rest = names.length - most;
  return names.slice(0, most).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}

/** A folder on the way: its path as the file system knows it, each byte a character, and its name below the root. */
interface Place {
  readonly real: string;
  readonly name: string;
  /** The folders that the way led through, itself last, as the file system knows them. */
  readonly way: readonly string[];
}

async function walk(place: Place, top: { root: string; thing: string }, found: Found): Promise<void> {
  for (const entry of await entries(place.real, top.thing)) {
    const text = nameText(entry.name);
    const name = place.name === '' ? text : `${place.name}/${text}`;
    const real = join(place.real, entry.name.toString('latin1'));
    if (text.startsWith('.') || text === '__MACOSX') {
      // Of a picture, macOS keeps what other file systems have no room for beside it.
      if (entry.isFile() && IMAGE.test(text) && !text.startsWith('._')) found.hidden.push(name);
      continue;
    }
    const target = entry.isSymbolicLink() ? await followed(real, name, top) : real;
    const kind = entry.isSymbolicLink() ? await stat(Buffer.from(target, 'latin1')) : entry;
    if (kind.isDirectory()) {
      if (entry.isSymbolicLink()) {
        if (found.followed.has(target) || place.way.some((passed) => contains(target, passed))) {
          found.links.push(name);
          continue;
        }
        found.followed.add(target);
      }
      if (place.name === '') found.classes.push(name);
      await walk({ real: target, name, way: [...place.way, target] }, top, found);
    } else if (kind.isFile() && IMAGE.test(text)) {
      if (found.images.has(name)) throw ambiguous(top.thing, name);
      // Devices and pipes are not read: they could hang.
      const bytes = Buffer.from(real, 'latin1');
      found.images.set(name, isUtf8(bytes) ? null : bytes);
    } else if (name !== LABELS_FILE && name !== REGIONS_FILE) found.skipped.push(name);
  }
}

async function entries(folder: string, thing: string): Promise<Dirent<Buffer>[]> {
  const path = Buffer.from(folder, 'latin1');
  try {
    const list = await readdir(path, { withFileTypes: true, encoding: 'buffer' });
    return list.sort((a, b) => Buffer.compare(a.name, b.name));
  } catch (error) {
    throw new InputError({
      thing,
      expected: 'a folder that can be read',
      found: `${faultWords(error as NodeJS.ErrnoException)} at ${nameText(path)}`,
    });
  }
}

/** Where a link inside the root leads to. Throws InputError for one that leaves it. */
async function followed(link: string, name: string, { root, thing }: { root: string; thing: string }) {
  const target = await realpath(Buffer.from(link, 'latin1'), 'buffer').catch(() => null);
  const real = target?.toString('latin1');
  if (real !== undefined && contains(root, real)) return real;
  throw new InputError({
    thing: `${thing}: link ${name}`,
    expected: 'a link to a file or folder in the same folder',
    found: real === undefined ? 'one that leads nowhere' : 'one that leads out of it',
  });
}

/** Whether a path is a folder or lies in it. */
function contains(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

const MASK = /\.mask\.png$/i;

/** Masks by the image that they lie beside. A name of this form without such an image is an image itself. */
function masksBeside(names: readonly string[]): Map<string, string> {
  const images = new Map(names.map((name) => [name.replace(IMAGE, ''), name]));
  return new Map(
    names.flatMap((name) => {
      const image = MASK.test(name) ? images.get(name.replace(MASK, '')) : undefined;
      return image === undefined ? [] : [[image, name] as const];
    }),
  );
}

function ambiguous(thing: string, name: string): InputError {
  return new InputError({
    thing: `${thing}: ${name}`,
    expected: 'one file of that name',
    found: 'two, one of them with bytes that are no UTF-8',
    hint: 'Rename one of them.',
  });
}

function noticesOf(
  { skipped, hidden, links, images, classes }: Found,
  bytes: ReadonlyMap<string, unknown>,
): string[] {
  const alike = [...alikeNames(classes), ...alikeNames([...images.keys()])].map((group) => group[0]);
  const counted = (names: readonly string[], text: string) =>
    names.length === 0 ? [] : [`${names.length} ${text}: ${some(names)}`];
  return [
    ...(skipped.length > 0 ? [`not read, because they are no images: ${some(skipped)}`] : []),
    ...counted(hidden, `hidden ${hidden.length === 1 ? 'image is' : 'images are'} not read`),
    ...counted(
      links,
      `${links.length === 1 ? 'link is' : 'links are'} not followed, because the folder is read anyway`,
    ),
    ...counted(
      [...bytes.keys()].sort(byName),
      `${bytes.size === 1 ? 'name is' : 'names are'} no UTF-8, other bytes stand as \\x..`,
    ),
    ...counted(
      alike,
      `${alike.length === 1 ? 'name stands' : 'names stand'} for several files or folders that differ in Unicode form only`,
    ),
  ];
}
