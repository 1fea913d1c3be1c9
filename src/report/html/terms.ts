import type { Element, ElementContent } from 'hast';
import { h } from 'hastscript';
import { findTerm, GLOSSARY } from '../wording/glossary.ts';
import { oneLine } from '../wording/text-layout.ts';

/** Where the page's glossary explains a term. */
export function termAnchor(key: string): string {
  return `term-${key.replace(/[^a-z0-9]+/gi, '-')}`;
}

/**
 * A word that is explained where it is pointed at, focused or touched, by the page's script, and in the glossary, where
 * it leads without one. Plain text where the glossary does not know the word.
 */
export function term(key: string, text: string = findTerm(key)?.name ?? key): ElementContent {
  if (findTerm(key) === undefined) return { type: 'text', value: oneLine(text) };
  return h('a', { className: ['term'], href: `#${termAnchor(key)}` }, oneLine(text));
}

const KEYS: ReadonlyMap<string, string> = new Map(
  GLOSSARY.flatMap(({ key, spellings }) => spellings.map((each) => [each.toLowerCase(), key] as const)),
);
const SPELLINGS = [...KEYS.keys()]
  .sort((a, b) => b.length - a.length)
  .map((each) => each.replace(/[^\w ]/g, '\\$&'));
const KNOWN = new RegExp(`(?<![\\w-])(${SPELLINGS.join('|')})(?![\\w-])`, 'gi');

/** Sentences of a report in which every term is explained where it first occurs, and no number parts from its unit. */
export function prose(text: string): ElementContent[] {
  const seen = new Set<string>();
  return unparted(text)
    .split(KNOWN)
    .filter((part) => part !== '')
    .flatMap((part) => {
      const key = KEYS.get(part.toLowerCase());
      if (key === undefined || seen.has(key)) return withOptions(part);
      seen.add(key);
      return term(key, part);
    });
}

/** The text on one line, its percentages with a space that does not break. */
export function unparted(text: string): string {
  return oneLine(text).replace(/(\d) %/g, '$1\u00a0%');
}

/** The text on one line, its options (`--methods`) in pieces that no line breaks. */
export function unbroken(text: string): ElementContent[] {
  return withOptions(unparted(text));
}

function withOptions(line: string): ElementContent[] {
  return line
    .split(/(?<![\w-])(--[a-z][a-z-]*)/)
    .filter((part) => part !== '')
    .map((part) =>
      part.startsWith('--') ? h('span', { className: ['option'] }, part) : { type: 'text', value: part },
    );
}

/** A paragraph of such sentences. */
export function paragraph(text: string, className: readonly string[] = []): Element {
  return h('p', { className: [...className] }, prose(text));
}
