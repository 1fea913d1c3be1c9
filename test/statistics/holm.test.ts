import { expect, test } from 'vitest';
import { pAbove } from '../../src/statistics/crossed.ts';
import { holmRejections } from '../../src/statistics/holm.ts';
import { studentQuantile } from '../../src/statistics/student.ts';

test.each([
  // The example of Holm's paper in four hypotheses: .005 < .05/4, .01 < .05/3, .03 > .05/2.
  [
    [0.01, 0.04, 0.03, 0.005],
    [true, false, false, true],
  ],
  [[0.04], [true]],
  [
    [0.02, 0.04],
    [true, true],
  ],
  [
    [0.026, 0.001],
    [true, true],
  ],
  [
    [0.03, 0.03],
    [false, false],
  ],
  [[Number.NaN, 0.01], [true, false].reverse()],
  [[], []],
])('%j', (pValues, rejected) => {
  expect(holmRejections(pValues, 0.05)).toEqual(rejected);
});

test('a p-value is half the level at which the interval touches the bound', () => {
  const components = { draws: 0, images: 0, error: 1 };
  const effects = {
    draws: 4,
    images: 9,
    mean: studentQuantile(0.975, 6.5) * 0.3,
    variance: 0.09,
    freedom: 6.5,
    components,
  };
  expect(pAbove(effects)).toBeCloseTo(0.025, 10);
  expect(pAbove({ ...effects, mean: effects.mean + 2 }, 2)).toBeCloseTo(0.025, 10);
  expect(pAbove({ ...effects, mean: -effects.mean })).toBeCloseTo(0.975, 10);
  expect(pAbove({ ...effects, variance: Number.NaN })).toBeNaN();
  expect([0.2, 0.1].map((mean) => pAbove({ ...effects, mean, variance: 0 }, 0.1))).toEqual([0, 1]);
});
