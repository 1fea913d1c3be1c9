import { expect, test } from 'vitest';
import { signAgreement } from '../../src/similarity/sign-agreement.ts';
import { features, generated, planeOf, score } from './planes-of.ts';

test.each([
  { a: [1, -2, 3], b: [9, -9, 1], expected: 1 },
  { a: [1, -2, 3], b: [-9, 9, -1], expected: 0 },
  { a: [1, -2, 3, 4], b: [1, -1, -1, -1], expected: 0.5 },
  { a: [1, 0, 3, 4], b: [0, 5, -1, 1], expected: 0.5 },
  { a: [1, 0, 2, -0], b: [0, 5, 0, 3], expected: Number.NaN },
])('of $a and $b: $expected', ({ a, b, expected }) => {
  expect(score(signAgreement, features(...a), features(...b))).toBe(expected);
});

test('half of the signs of unrelated maps agree', () => {
  const [a, b] = [21, 34].map((seed) => planeOf(generated(seed, 10_000), 100, 100));
  expect(Math.abs(score(signAgreement, a, b) - 0.5)).toBeLessThan(0.03);
});
