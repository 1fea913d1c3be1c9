import { toHtml } from 'hast-util-to-html';
import { expect, it } from 'vitest';
import { causeOf } from '../../../src/report/html/card.ts';
import { prose, unbroken } from '../../../src/report/html/terms.ts';

const html = (text: string) => toHtml({ type: 'root', children: prose(text) });

it('links the first of every term, longest first, and keeps numbers with their units', () => {
  expect(html('Retains 86 % of its abs Spearman similarity; retains 5 % more.')).toBe(
    '<a class="term" href="#term-retained-similarity">Retains</a> 86\u00a0% of its ' +
      '<a class="term" href="#term-spearman-abs">abs Spearman</a> similarity; retains 5\u00a0% more.',
  );
});

it('leaves parts of other words alone', () => {
  expect(html('The one-draw gateway withdraws.')).toBe('The one-draw gateway withdraws.');
});

it('keeps markup as text', () => {
  expect(html('<b>gate</b>')).toBe('&#x3C;b><a class="term" href="#term-gate">gate</a>&#x3C;/b>');
});

it.each([
  ['Retains .9 of it. About 6 draws would do.', 'About 6 draws would do.'],
  ['Retains .9 of it. Retains .8 of that.', 'Retains .9 of it.'],
  [
    'Abs Spearman is .99 between two models, e.g. here. Then more.',
    'Abs Spearman is .99 between two models, e.g. here.',
  ],
  ['No end', 'No end'],
  ['', ''],
])('says why in a sentence: of %j', (text, cause) => {
  expect(causeOf(text)).toBe(cause);
});

it('breaks no line inside an option', () => {
  const nodes = unbroken('96 % of the work; --methods paper,a-b asks for it');
  expect(toHtml({ type: 'root', children: nodes })).toBe(
    '96\u00a0% of the work; <span class="option">--methods</span> paper,a-b asks for it',
  );
});
