import fc from 'fast-check';
import { expect, test } from 'vitest';
import { topK } from '../../src/similarity/top-k.ts';
import { features, generated, planeOf, score } from './planes-of.ts';

/** Twenty values, so that k is 2: the given ones, then zeros. */
function sparse(...values: number[]) {
  return features(...values, ...new Array(20 - values.length).fill(0));
}

test.each([
  { name: 'the same two', a: [9, 8, 1], b: [5, 7, 2], expected: 1 },
  { name: 'one of two', a: [9, 8, 1], b: [9, 1, 8], expected: 0.5 },
  { name: 'none', a: [9, 8, 0, 0], b: [0, 0, 9, 8], expected: 0 },
  { name: 'two tied for one place count half each', a: [9, 5, 5], b: [9, 5, 0], expected: 0.75 },
  { name: 'ties in both', a: [5, 5, 5, 5], b: [5, 5, 5, 5], expected: 1 },
  { name: 'ties of different length', a: [5, 5, 5, 5], b: [5, 5, 0, 0], expected: 0.5 },
  { name: 'zeros are never among the largest', a: [9, 0], b: [0, 9], expected: 0 },
  { name: 'a smaller set against a full one', a: [9, 0], b: [9, 8], expected: 0.5 },
  { name: 'two small sets', a: [9, 0], b: [3, 0], expected: 1 },
])('$name: $expected', ({ a, b, expected }) => {
  expect(score(topK, sparse(...a), sparse(...b))).toBeCloseTo(expected, 14);
});

test('equal to the overlap of sets where there are no ties', () => {
  const count = 1000;
  const largest = (values: Float64Array) =>
    new Set(
      Array.from(values.keys())
        .sort((i, j) => values[j] - values[i])
        .slice(0, 100),
    );
  const a = generated(1, count).map(Math.abs);
  const b = generated(2, count).map((v, i) => Math.abs(v + a[i]));
  const inB = largest(b);
  const overlap = [...largest(a)].filter((i) => inB.has(i)).length / 100;
  expect(overlap).toBeGreaterThan(0.1);
  expect(score(topK, planeOf(a, 25, 40), planeOf(b, 25, 40))).toBeCloseTo(overlap, 14);
});

test('blind to the order of the pixels, ties included', () => {
  const list = fc.array(fc.tuple(fc.nat({ max: 3 }), fc.nat({ max: 3 })), { minLength: 30, maxLength: 60 });
  const withOrder = list.chain((pairs) =>
    fc.tuple(
      fc.constant(pairs),
      fc.shuffledSubarray(pairs, { minLength: pairs.length, maxLength: pairs.length }),
    ),
  );
  const of = (pairs: [number, number][]) =>
    score(topK, features(...pairs.map(([a]) => a)), features(...pairs.map(([, b]) => b)));
  fc.assert(
    fc.property(withOrder, ([pairs, shuffled]) => {
      expect(of(shuffled)).toBe(of(pairs));
    }),
  );
});
