import { expect, test } from 'vitest';
import { regularisedBeta } from '../../src/statistics/beta.ts';

test.each([
  [0, 2, 3, 0],
  [1, 2, 3, 1],
  [0.3, 2, 5, 0.579825],
  [0.5, 0.5, 0.5, 0.5],
  [0.9, 10, 0.5, 0.15164090963470994],
  [0.99, 3.3, 40, 1],
  [1e-6, 0.2, 3, 0.08328634170926992],
])('I at %f of (%f, %f) is %f', (x, a, b, expected) => {
  expect(regularisedBeta(x, 1 - x, a, b)).toBeCloseTo(expected, 12);
});

test('mirrors: I_x(a, b) = 1 - I_(1-x)(b, a)', () => {
  for (const x of [0.01, 0.3, 0.55, 0.98]) {
    expect(regularisedBeta(x, 1 - x, 1.7, 6.2)).toBeCloseTo(1 - regularisedBeta(1 - x, x, 6.2, 1.7), 13);
  }
});
