import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ascendingOrder, averageRanks } from '../../src/similarity/ranks.ts';
import { generated } from './planes-of.ts';
import { slowRanks } from './reference.ts';

test.each([
  { values: [], ranks: [] },
  { values: [5], ranks: [1] },
  { values: [3, 1, 2], ranks: [3, 1, 2] },
  { values: [1, 1, 1], ranks: [2, 2, 2] },
  { values: [0, 2, 3, 2], ranks: [1, 2.5, 4, 2.5] },
  { values: [0, -0, 1, -1], ranks: [2.5, 2.5, 4, 1] },
  { values: [5e-324, -5e-324, 0], ranks: [3, 1, 2] },
  { values: [-1e308, 1e308, -1e-308, 1e-308], ranks: [1, 4, 2, 3] },
  { values: [1 + 2 ** -52, 1, 1 - 2 ** -53], ranks: [3, 2, 1] },
  { values: [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 7], ranks: [3, 1, 2] },
])('the ranks of $values are $ranks', ({ values, ranks }) => {
  expect(Array.from(averageRanks(Float64Array.from(values)))).toEqual(ranks);
});

describe('equal to ranks counted one by one', () => {
  const number = fc.oneof(
    fc.double({ noNaN: true }),
    fc.float({ noNaN: true }),
    fc.integer({ min: -3, max: 3 }),
  );

  test('for any numbers', () => {
    fc.assert(
      fc.property(fc.array(number, { maxLength: 300 }), (values) => {
        expect(Array.from(averageRanks(Float64Array.from(values)))).toEqual(slowRanks(values));
      }),
    );
  });

  test.each([
    ['distinct', (v: number) => v],
    ['of many ties', (v: number) => Math.round(40 * v) / 40],
    ['that differ in the low word only', (v: number) => 1 + v * 2 ** -30],
  ])('for 4500 values %s, sorted by wide digits', (_, f) => {
    const values = generated(3, 4500).map(f);
    expect(Array.from(averageRanks(values))).toEqual(slowRanks(values));
  });
});

test('equal values keep the order of their indices', () => {
  const values = generated(4, 10_000).map((v) => Math.round(5 * v));
  const expected = Array.from(values.keys()).sort((i, j) => values[i] - values[j] || i - j);
  expect(Array.from(ascendingOrder(values))).toEqual(expected);
});

test('results share no memory with later sorts, larger or smaller', () => {
  const values = generated(5, 100);
  const order = ascendingOrder(values);
  const ranks = averageRanks(values);
  const [orderThen, ranksThen] = [order.slice(), ranks.slice()];
  for (const count of [50, 100, 6000]) averageRanks(generated(6, count));
  expect(order).toEqual(orderThen);
  expect(ranks).toEqual(ranksThen);
  expect(averageRanks(values)).toEqual(ranksThen);
});

test('the values stay as they are', () => {
  const values = Float64Array.from([-0, 3, -2, 0]);
  averageRanks(values);
  expect(Object.is(values[0], -0)).toBe(true);
  expect(Array.from(values)).toEqual([-0, 3, -2, 0]);
});
