import { readFile, stat } from 'node:fs/promises';
import { faultWords } from '../disk/fault-words.ts';
import { InputError } from '../errors.ts';
import { parseJson } from '../json.ts';
import { nearestNames } from '../nearest.ts';
import type { ClassNames } from './class-names.ts';
import { type Folder, some } from './folder.ts';
import { keyFinder } from './label-keys.ts';
import { readNpy } from './npy.ts';
import { numberFolders } from './number-folders.ts';

const LARGEST_FILE = 64 * 2 ** 20;

/** Labels as a file gives them: by file or class name, or in the order of the inputs. */
export type LabelSource = ReadonlyMap<string, number> | readonly number[];

/**
 * Reads labels: a JSON object (file or class name to index), a JSON array of indices, or an .npy file of integers [N].
 * @throws InputError for a file that is missing, too large or something else.
 */
export async function readLabels(path: string): Promise<LabelSource> {
  if (path.endsWith('.npy')) {
    const { shape, values } = await readNpy(path);
    if (shape.length === 1 || (shape.length === 2 && shape[1] === 1)) return Array.from(values);
    throw new InputError({ thing: path, expected: 'labels of shape [N]', found: `[${shape.join(', ')}]` });
  }
  const json = parse(await text(path), path);
  if (Array.isArray(json)) return json.map((label, i) => numeric(label, `${path}[${i}]`));
  if (typeof json === 'object' && json !== null) {
    return new Map(Object.entries(json).map(([name, label]) => [name, numeric(label, `${path}: ${name}`)]));
  }
  throw new InputError({
    thing: path,
    expected: 'an object or array of labels',
    found: JSON.stringify(json),
  });
}

/**
 * The label of every image of a folder, or null. A name in the map (the path in the folder, the file name, the class
 * folder's name; composed or decomposed characters are the same) comes first. Else folders with numeric names mean their
 * number; else those that are called like classes mean them; else folders are numbered in the order of their names, and a
 * notice says so.
 * @param map labels by name, or null where there is no labels file
 * @param names of the classes, or null where nobody says
 * @throws InputError for a name in the map that is none here, for an image that the map leaves without a label, and for an
 * empty class folder where classes are numbered by order
 */
export function folderLabels(
  folder: Folder,
  map: ReadonlyMap<string, number> | null,
  classes: number,
  names: ClassNames | null = null,
): { labels: (number | null)[]; notices: string[] } {
  if (map !== null) requireKnownNames(folder, map);
  const notices: string[] = [];
  const keyOf = keyFinder([...(map?.keys() ?? [])], folder);
  const mapped = (name: string) => map?.get(keyOf(name) ?? '');
  const numbered = numberFolders(folder, names);
  let counted = false;
  const labels = folder.images.map((image) => {
    const className = image.includes('/') ? image.slice(0, image.indexOf('/')) : null;
    const named = mapped(image) ?? mapped(image.slice(image.lastIndexOf('/') + 1));
    if (named !== undefined) return named;
    if (className === null) return null;
    const known = mapped(className);
    if (known !== undefined) return known;
    counted ||= numbered.counted;
    return numbered.classOf(className);
  });

  if (map !== null) {
    const missing = folder.images.filter((_, i) => labels[i] === null);
    if (missing.length > 0) {
      throw new InputError({
        thing: `labels of ${folder.path}`,
        expected: `a label for each of ${folder.images.length} images`,
        found: `none for ${some(missing)}`,
      });
    }
  }
  if (counted) {
    const empty = folder.classes.find((name) => !folder.images.some((image) => image.startsWith(`${name}/`)));
    if (empty !== undefined) {
      throw new InputError({
        thing: `${folder.path}/${empty}`,
        expected: 'images in every class folder, because classes are numbered by their folders',
        found: 'none',
        hint: 'Name the folders by class index, or add labels.json.',
      });
    }
    const pairs = folder.classes.map((name, i) => `${name} = ${i}`);
    const other = folder.classes.length === classes ? '' : ` (the model has ${classes} classes)`;
    notices.push(`classes are numbered by folder name${other}: ${some(pairs)}`);
  }
  return { labels, notices };
}

/** A name that is none here is a slip of the pen, whose label would be left aside. */
function requireKnownNames(
  { path, images, classes, skipped }: Folder,
  map: ReadonlyMap<string, number>,
): void {
  const files = images.map((image) => image.slice(image.lastIndexOf('/') + 1));
  const known = new Set([...images, ...files, ...classes]);
  const keyOf = keyFinder([...map.keys()], { images, classes });
  const meant = new Set([...known].map(keyOf));
  const unknown = [...map.keys()].filter((name) => !meant.has(name));
  if (unknown.length === 0) return;
  const [first] = unknown;
  const nearest = nearestNames(first, known);
  throw new InputError({
    thing: `labels of ${path}`,
    expected: 'names of images or class folders that are there',
    found: some(unknown),
    hint: skipped.includes(first)
      ? `${first} is no PNG, JPEG or WebP image.`
      : nearest.length > 0
        ? `Did you mean ${nearest.join(' or ')}?`
        : undefined,
  });
}

/** No labels, for a model without classes; where some were given, a notice says that they are left aside. */
export function withoutClasses(count: number, given: boolean): { labels: null[]; notices: string[] } {
  const notices = given ? ['labels are left aside: the model gives a number, it has no classes'] : [];
  return { labels: Array.from({ length: count }, () => null), notices };
}

/** @throws InputError for a label that is no class index of the model, or null for none */
export function checkLabels(
  labels: readonly (number | null)[],
  ids: readonly string[],
  classes: number,
): void {
  const at = labels.findIndex((label) => {
    return label !== null && !(Number.isInteger(label) && label >= 0 && label < classes);
  });
  if (at < 0) return;
  throw new InputError({
    thing: `label of ${ids[at]}`,
    expected: `a class index from 0 to ${classes - 1}`,
    found: String(labels[at]),
  });
}

function numeric(label: unknown, thing: string): number {
  if (typeof label === 'number') return label;
  throw new InputError({ thing, expected: 'a class index', found: JSON.stringify(label).slice(0, 40) });
}

async function text(path: string): Promise<string> {
  const file = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw new InputError({ thing: path, expected: 'a file of labels', found: faultWords(error) });
  });
  if (!file.isFile())
    throw new InputError({ thing: path, expected: 'a file of labels', found: 'no regular file' });
  if (file.size > LARGEST_FILE) {
    throw new InputError({
      thing: path,
      expected: `at most ${LARGEST_FILE} bytes`,
      found: `${file.size} bytes`,
    });
  }
  return readFile(path, 'utf8');
}

function parse(json: string, path: string): unknown {
  try {
    return parseJson(json, path);
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError({
      thing: path,
      expected: 'JSON: {"file or class name": index} or [index, ...]',
      found: json.trim() === '' ? 'an empty file' : `text that does not parse (${reason(error)})`,
    });
  }
}

/** What the parser found; newer versions of Node add line and column to the position. */
const reason = (error: unknown): string => (error as Error).message.replace(/ \(line \d+ column \d+\)$/, '');
