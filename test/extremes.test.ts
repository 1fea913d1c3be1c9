import { expect, test } from 'vitest';
import { extremesOf, rangeOf } from '../src/extremes.ts';

test.each([
  ['values of both signs', [3, -1, 2], [-1, 3], 4],
  ['one value', [2], [2, 2], 0],
  ['NaN, which does not count', [Number.NaN, 1, 4, Number.NaN], [1, 4], 3],
  ['an infinity', [1, Number.POSITIVE_INFINITY], [1, Number.POSITIVE_INFINITY], Number.POSITIVE_INFINITY],
  ['nothing', [], [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY], Number.NEGATIVE_INFINITY],
])('%s', (_, values, extremes, range) => {
  expect(extremesOf(Float32Array.from(values))).toEqual(extremes);
  expect(rangeOf(Float32Array.from(values))).toBe(range);
});
