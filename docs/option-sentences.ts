import { readdir, readFile } from 'node:fs/promises';
import jsTokens, { type Token } from 'js-tokens';
import type { Option } from '../src/config/options/option.ts';

const FOLDER = new URL('../src/config/options/', import.meta.url);

/** What the comments over the declarations of options say, without the marks of a comment. */
export async function optionSentences(): Promise<ReadonlyMap<Option, string>> {
  const said = new Map<Option, string>();
  for (const name of (await readdir(FOLDER)).sort()) {
    const file = new URL(name, FOLDER);
    const comments = commentsOn(await readFile(file, 'utf8'));
    const records = Object.values((await import(file.href)) as object);
    for (const [key, option] of records.flatMap((record) => Object.entries(Object(record)))) {
      const sentence = comments.get(key);
      if (sentence !== undefined && isOption(option)) said.set(option, sentence);
    }
  }
  return said;
}

const isOption = (value: unknown): value is Option =>
  typeof value === 'object' && value !== null && 'schema' in value && 'decides' in value;

/** The comment over each key that a source text declares with `key: option(`. */
function commentsOn(source: string): Map<string, string> {
  const tokens = [...jsTokens(source)].filter(({ type }) => !BLANK.has(type));
  const comments = new Map<string, string>();
  for (const [i, { type, value }] of tokens.entries()) {
    const [key, ...rest] = tokens.slice(i + 1, i + 5).map((token) => token.value);
    if (type === 'MultiLineComment' && rest.join('') === ':option(') comments.set(key, textOf(value));
  }
  return comments;
}

const BLANK: ReadonlySet<Token['type']> = new Set(['WhiteSpace', 'LineTerminatorSequence']);

const textOf = (comment: string): string =>
  comment
    .slice('/**'.length, -'*/'.length)
    .replace(/\n\s*\*/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
