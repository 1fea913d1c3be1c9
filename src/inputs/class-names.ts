import { readFile, stat } from 'node:fs/promises';
import { faultWords } from '../disk/fault-words.ts';
import { InputError } from '../errors.ts';
import { parseJson } from '../json.ts';

/** What the classes of a model are called. */
export interface ClassNames {
  /** By class index. */
  readonly names: readonly string[];
  /** The class that a word means, its name or another one that the file has for it; null for none and for several. */
  classOf(word: string): number | null;
}

/** All that one class is called; what reports show is the last. */
type Entry = readonly string[];

const LARGEST_FILE = 16 * 2 ** 20;
const EXPECTED = 'a name on each line, or JSON: [name, ...], {index: name} or {name: index}';

/**
 * Reads the names of a model's classes: a text file with a name on each line, or JSON, a list of names, an object of names by
 * index or of indices by name, also as `id2label` within a larger one. A list in the place of a name holds several names
 * of one class, as Keras has them for ImageNet; the last is shown.
 * @param given path of the file, or the names
 * @param classes of the model
 * @throws InputError for a file that is missing, too large or something else, and for more or fewer names than classes
 */
export async function readClassNames(
  given: string | readonly string[],
  classes: number,
): Promise<ClassNames> {
  const thing = typeof given === 'string' ? given : 'class names';
  const entries = typeof given === 'string' ? await entriesOf(given) : given.map((name) => [name]);
  const blank = entries.findIndex((entry) => entry.length === 0 || entry.some((name) => name.trim() === ''));
  if (blank >= 0) {
    throw new InputError({ thing, expected: 'a name for every class', found: `none for class ${blank}` });
  }
  if (entries.length !== classes) {
    const expected = `${classes === 1 ? '1 name' : `${classes} names`}, one for each class of the model`;
    throw new InputError({ thing, expected, found: String(entries.length) });
  }
  const meant = new Map<string, number | null>();
  for (const [index, entry] of entries.entries()) {
    for (const name of new Set(entry.map(plain))) meant.set(name, meant.has(name) ? null : index);
  }
  return {
    names: entries.map((entry) => entry.at(-1)!.trim()),
    classOf: (word) => meant.get(plain(word)) ?? null,
  };
}

const plain = (name: string): string => name.trim().normalize('NFC');

async function entriesOf(path: string): Promise<readonly Entry[]> {
  const text = await textOf(path);
  if (!/\.json$/i.test(path)) return linesOf(text).map((line) => [line]);
  try {
    return fromJson(parseJson(text, path), path);
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError({ thing: path, expected: EXPECTED, found: 'text that does not parse as JSON' });
  }
}

/** The lines of a text, without those that are empty at its end. */
const linesOf = (text: string): string[] =>
  text
    .replace(/^\ufeff/, '')
    .trimEnd()
    .split(/\r\n|\n|\r/);

/** How far the indices of so many names go. */
const lastOf = (names: number): string =>
  names === 1 ? 'the only name has 0' : `${names} names have 0 to ${names - 1}`;

function fromJson(value: unknown, path: string): readonly Entry[] {
  const wrong = (found: string): never => {
    throw new InputError({ thing: path, expected: EXPECTED, found });
  };
  if (Array.isArray(value)) return value.map((one, i) => entryOf(one) ?? wrong(`no name at [${i}]`));
  if (typeof value !== 'object' || value === null) return wrong(JSON.stringify(value).slice(0, 40));
  if ('id2label' in value) return fromJson(value.id2label, `${path}: id2label`);
  const pairs = Object.entries(value);
  const byName = pairs.length > 0 && pairs.every(([, index]) => Number.isInteger(index));
  const indexed = pairs.map(([key, own]) =>
    byName
      ? { index: Number(own), entry: [key], said: own }
      : { index: Number(key), entry: entryOf(own), said: key },
  );
  const entries: Entry[] = [];
  for (const { index, entry, said } of indexed) {
    if (!Number.isInteger(index) || index < 0 || index >= pairs.length)
      return wrong(`the index ${said}, where ${lastOf(pairs.length)}`);
    if (entry === null) return wrong(`no name at ${index}`);
    if (entries[index]) return wrong(`index ${index} twice`);
    entries[index] = entry;
  }
  return entries;
}

/** A name, or several of one class; null for what is neither. */
function entryOf(value: unknown): Entry | null {
  const list = [value].flat();
  return list.length > 0 && list.every((name) => typeof name === 'string') ? list : null;
}

async function textOf(path: string): Promise<string> {
  const file = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw new InputError({
      thing: path,
      expected: 'a file with the names of the classes',
      found: faultWords(error),
    });
  });
  const found = !file.isFile() ? 'no regular file' : file.size > LARGEST_FILE ? `${file.size} bytes` : null;
  if (found === null) return readFile(path, 'utf8');
  throw new InputError({
    thing: path,
    expected: `a file with the names of the classes, at most ${LARGEST_FILE} bytes`,
    found,
  });
}
