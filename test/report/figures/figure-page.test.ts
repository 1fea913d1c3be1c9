import { expect, it } from 'vitest';
import { evenly, paged, pageHeight, pageText } from '../../../src/report/figures/figure-page.ts';

it('a page is 247 mm high, and in proportion where a figure is wider than 170 mm', () => {
  const mm = (units: number) => (units / 96) * 25.4;
  const units = (width: number) => (width / 25.4) * 96;
  expect(mm(pageHeight(units(85)))).toBeCloseTo(247, 6);
  expect(mm(pageHeight(units(170)))).toBeCloseTo(247, 6);
  expect(mm(pageHeight(units(340)))).toBeCloseTo(494, 6);
});

it.each([
  [
    [1, 2, 3, 4, 5],
    2,
    [
      [1, 2, 3],
      [4, 5],
    ],
  ],
  [[1, 2, 3, 4], 4, [[1], [2], [3], [4]]],
  [[1, 2], 1, [[1, 2]]],
])('divides %j evenly into %d', (parts, lists, expected) => {
  expect(evenly(parts, lists)).toEqual(expected);
});

it('takes as few pages as hold all parts, and gives each that fits none a page', async () => {
  const parts = [3, 1, 2, 2, 9, 1];
  const most = (limit: number) => paged(parts, (some) => some.reduce((sum, each) => sum + each, 0) <= limit);
  expect(await most(18)).toEqual([parts]);
  expect(await most(12)).toEqual([
    [3, 1, 2],
    [2, 9, 1],
  ]);
  expect(await most(4)).toEqual(parts.map((part) => [part]));
  expect(await paged([7], () => false)).toEqual([[7]]);
});

it('says which page it is only where there are several', () => {
  expect(pageText({ number: 1, of: 1 })).toBe('');
  expect(pageText({ number: 2, of: 3 })).toBe('Page 2 of 3.');
});
