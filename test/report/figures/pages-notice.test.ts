import { expect, test } from 'vitest';
import { pagesNotice } from '../../../src/report/figures/pages-notice.ts';

const divided = (figure: string, count: number) => ({
  figure,
  pages: Array.from({ length: count }, (_, at) => `${figure}-page-${at + 1}`),
});

test('one sentence says which figures take several pages, however many they are', () => {
  const curves = divided('curves-cascade', 2);
  const maps = divided('cascade-abs-1', 3);
  expect([pagesNotice([]), pagesNotice([curves]), pagesNotice([curves, maps])]).toMatchInlineSnapshot(`
    [
      null,
      "curves-cascade does not fit on one page: it is drawn as curves-cascade-page-1, curves-cascade-page-2",
      "2 figures do not fit on one page; they are drawn as NAME-page-1, NAME-page-2 and so on: curves-cascade (2), cascade-abs-1 (3)",
    ]
  `);
});
