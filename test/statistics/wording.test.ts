import { expect, test } from 'vitest';
import {
  decimal,
  finePercent,
  listing,
  metricWords,
  percent,
  percentInterval,
} from '../../src/statistics/wording.ts';

test.each([
  [0.99, '.99'],
  [1, '1.00'],
  [0.996, '1.00'],
  [0, '.00'],
  [-0.001, '.00'],
  [-0.05, '−.05'],
  [10.5, '10.50'],
])('decimal %f', (value, text) => expect(decimal(value)).toBe(text));

test.each([
  [0.864, '86 %'],
  [-0.001, '0 %'],
  [-0.04, '-4 %'],
  [1.2, '120 %'],
  [-11.08, '-1108 %'],
  [1e7, '1,000,000,000 %'],
  [2 ** 80, '120,892,581,961,462,920,000,000,000 %'],
])('percent %f', (value, text) => expect(percent(value)).toBe(text));

test.each([
  [0, '0.00 %'],
  [1e-9, 'less than 0.01 %'],
  [0.0039, '0.39 %'],
  [0.00996, '1.0 %'],
  [0.0412, '4.1 %'],
  [0.0996, '10 %'],
  [1.234, '123 %'],
  [12_000, '1,200,000 %'],
  [Number.POSITIVE_INFINITY, 'undefined'],
])('finePercent %f', (value, text) => expect(finePercent(value)).toBe(text));

test('percentInterval', () => {
  expect(percentInterval(0.86, 0.81, 0.91)).toBe('86 % (81 to 91 %)');
  expect(percentInterval(0.86, null, null)).toBe('86 %');
});

test('listing', () => {
  expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map((items) => listing(items))).toEqual([
    '',
    'a',
    'a and b',
    'a, b and c',
  ]);
});

test('a metric without words keeps its name', () => {
  expect(metricWords('ssim')).toBe('SSIM');
  expect(metricWords('mine')).toBe('mine');
});
