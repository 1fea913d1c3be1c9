import { InputError } from '../errors.ts';
import { nearestNames } from '../nearest.ts';
import type { ClassNames } from './class-names.ts';
import { some } from './folder.ts';

/** More known classes than these are counted, not listed. */
const MOST_LISTED = 10;

/** What an input belongs to. */
export interface Membership {
  readonly label: number | null;
  /** Name of its class folder; null where it lies in none. */
  readonly folder: string | null;
}

/**
 * The places of the inputs that belong to one of some classes, in their own order. A word is the name of a class folder, else
 * a class index, else the name of a class. Without words, all.
 * @throws InputError for a word that is the class of no input, with the nearest names
 */
export function ofClasses(
  words: readonly string[] | null | undefined,
  inputs: readonly Membership[],
  names: ClassNames | null = null,
): number[] {
  const all = [...inputs.keys()];
  if (!words) return all;
  const wanted = words.map((word) => membersOf(word, inputs, names));
  const kept = new Set(wanted.flat());
  return all.filter((i) => kept.has(i));
}

function membersOf(word: string, inputs: readonly Membership[], names: ClassNames | null): number[] {
  const where = (holds: (input: Membership) => boolean) => [...inputs.keys()].filter((i) => holds(inputs[i]));
  const named = where(({ folder }) => folder === word);
  if (named.length > 0) return named;
  const numbered = /^\d+$/.test(word) ? where(({ label }) => label === Number(word)) : [];
  if (numbered.length > 0) return numbered;
  const own = names?.classOf(word) ?? null;
  const called = own === null ? [] : where(({ label }) => label === own);
  if (called.length > 0) return called;
  throw unknownClass(word, inputs);
}

function unknownClass(word: string, inputs: readonly Membership[]): InputError {
  const thing = `class ${word}`;
  const folders = inputs.flatMap(({ folder }) => (folder === null ? [] : [folder]));
  const labels = inputs.flatMap(({ label }) => (label === null ? [] : [label])).sort((a, b) => a - b);
  const known = [...new Set(folders.length > 0 ? folders : labels.map(String))];
  if (known.length === 0) {
    const hint = 'Give --labels, or a folder with a sub-folder for each class.';
    const expected = 'inputs of known classes';
    return new InputError({ thing, expected, found: 'no labels', hint: fileHint(word) ?? hint });
  }
  // One index is as near as another.
  const near = /^\d+$/.test(word) ? [] : nearestNames(word, known);
  return new InputError({
    thing,
    expected: `one of the classes of the inputs: ${some(known, MOST_LISTED)}`,
    found: 'no input of it',
    hint: near.length > 0 ? `Did you mean ${near.join(' or ')}?` : fileHint(word),
  });
}

/** The file of names belongs to another option. */
const fileHint = (word: string): string | undefined =>
  /\.(txt|json)$/i.test(word) ? 'What classes are called is given with --class-names.' : undefined;

/** What a notice says of inputs that were left aside for their class: `, of the classes 3 and 7`. */
export function classWords(words: readonly string[] | null | undefined): string {
  return words ? `, of the ${words.length === 1 ? 'class' : 'classes'} ${named(words)}` : '';
}

function named(words: readonly string[]): string {
  if (words.length === 1 || words.length > MOST_LISTED) return some(words, MOST_LISTED);
  return `${words.slice(0, -1).join(', ')} and ${words[words.length - 1]}`;
}
