import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { centre, correlation, pearson } from '../../src/similarity/pearson.ts';
import { features, score } from './planes-of.ts';
import { slowPearson } from './reference.ts';

test.each([
  { a: [1, 2, 3], b: [2, 4, 6], expected: 1 },
  { a: [1, 2, 3], b: [3, 2, 1], expected: -1 },
  { a: [1, 2, 3, 4], b: [1, -1, -1, 1], expected: 0 },
  { a: [0, 0, 1], b: [0, 1, 1], expected: 0.5 },
])('pearson of $a and $b is $expected', ({ a, b, expected }) => {
  expect(score(pearson, features(...a), features(...b))).toBeCloseTo(expected, 14);
});

const integers = fc.array(fc.tuple(fc.integer({ min: -99, max: 99 }), fc.integer({ min: -99, max: 99 })), {
  minLength: 3,
  maxLength: 60,
});

test('equal to the definition', () => {
  fc.assert(
    fc.property(integers, (pairs) => {
      const a = pairs.map(([x]) => x);
      const b = pairs.map(([, y]) => y);
      fc.pre(new Set(a).size > 1 && new Set(b).size > 1);
      expect(score(pearson, features(...a), features(...b))).toBeCloseTo(slowPearson(a, b), 12);
    }),
  );
});

describe('float32 extremes neither overflow nor vanish', () => {
  test.each([3e38, 1e-44])('scale %d', (scale) => {
    const a = features(...[0, 1, 2, 3].map((v) => v * scale));
    expect(score(pearson, a, features(0, 1, 2, 3))).toBeCloseTo(1, 12);
  });
});

test('vectors of different length are refused', () => {
  const of = (...values: number[]) => centre(Float64Array.from(values));
  expect(() => correlation(of(1, 2), of(1, 2, 3))).toThrow(RangeError);
});
