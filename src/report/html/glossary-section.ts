import type { Element, ElementContent } from 'hast';
import { h } from 'hastscript';
import { docsAddress, docsName } from '../wording/docs-address.ts';
import { GLOSSARY, type Term } from '../wording/glossary.ts';
import { termAnchor } from './terms.ts';

/** All terms of the reports in the order of the alphabet, each with the page of the docs that says more. */
export function glossarySection(): Element {
  const sorted = [...GLOSSARY].sort((a, b) => a.name.localeCompare(b.name, 'en'));
  return h('section', { ariaLabelledBy: ['words'], className: ['glossary'] }, [
    h('h2', { id: 'words' }, 'Words'),
    h(
      'dl',
      sorted.map((each) =>
        h('div', [h('dt', { id: termAnchor(each.key), tabIndex: -1 }, each.name), meaning(each)]),
      ),
    ),
    h('p', { className: ['note'] }, [
      'More in the docs of saliency-sanity: ',
      ...pages().flatMap((page, at) => [at === 0 ? '' : ', ', docs(page)]),
      '.',
    ]),
  ]);
}

function meaning({ says }: Term): Element {
  return h('dd', says);
}

function pages(): string[] {
  return [...new Set([...GLOSSARY.map((each) => each.docs), 'how-to.md', 'report.md'])];
}

function docs(page: string): ElementContent {
  const address = docsAddress(page);
  const name = docsName(page);
  return address === null ? { type: 'text', value: name } : h('a', { href: address }, name);
}
