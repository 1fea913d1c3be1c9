import fc from 'fast-check';
import { expect, test } from 'vitest';
import { spearmanSupport } from '../../src/similarity/spearman-support.ts';
import { features, score } from './planes-of.ts';
import { slowSpearman } from './reference.ts';

test.each([
  {
    name: 'pixels that are zero in one map are left out',
    a: [1, 2, 3, 0, 9],
    b: [1, 2, 3, 9, 0],
    expected: 1,
  },
  { name: 'a reversed support', a: [0, 1, 2, 3, 0], b: [0, 3, 2, 1, 0], expected: -1 },
  { name: 'ties in the support', a: [0, 1, 1, 2], b: [0, 1, 2, 2], expected: 0.5 },
])('$name: $expected', ({ a, b, expected }) => {
  expect(score(spearmanSupport, features(...a), features(...b))).toBeCloseTo(expected, 14);
});

test.each([
  { name: 'two pixels in common', a: [1, 2, 0, 4], b: [1, 2, 3, 0] },
  { name: 'no pixel in common', a: [1, 0, 2, 0], b: [0, 1, 0, 2] },
  { name: 'a map that is constant on the support', a: [5, 5, 5, 1], b: [1, 2, 3, 0] },
])('$name: undefined', ({ a, b }) => {
  expect(score(spearmanSupport, features(...a), features(...b))).toBeNaN();
});

test('equal to spearman of the pixels picked out one by one', () => {
  const value = fc.nat({ max: 6 });
  fc.assert(
    fc.property(fc.array(fc.tuple(value, value), { minLength: 3, maxLength: 60 }), (list) => {
      fc.pre([0, 1].every((side) => new Set(list.map((pair) => pair[side])).size > 1));
      const joint = list.filter(([a, b]) => a !== 0 && b !== 0);
      const [a, b] = [0, 1].map((side) => joint.map((pair) => pair[side]));
      const found = score(
        spearmanSupport,
        features(...list.map(([x]) => x)),
        features(...list.map(([, y]) => y)),
      );
      const expected = joint.length < 3 ? Number.NaN : slowSpearman(a, b);
      if (Number.isNaN(expected)) expect(found).toBeNaN();
      else expect(found).toBeCloseTo(expected, 12);
    }),
  );
});
