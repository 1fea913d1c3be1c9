import { describe, expect, test } from 'vitest';
import { GuidedPath } from '../../src/attribution/guided-path.ts';

const sum = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b, 0);
const path = (settings: Partial<{ steps: number; fraction: number; distance: number }> = {}) =>
  new GuidedPath(Float32Array.of(0, 0, 1, 0.5), Float32Array.of(1, -1, 0, 0.5), {
    ...{ steps: 20, fraction: 0.25, distance: 0.02 },
    ...settings,
  });

/** A function with a product in it, and its gradient. */
const value = ([a, b, c, d]: ArrayLike<number> & Iterable<number>) => a * b + 2 * c * c + d;
const gradient = ([a, b, c]: Float32Array) => Float32Array.of(b, a, 4 * c, 1);

describe.each([{}, { distance: 1 }, { fraction: 1 }, { fraction: 0.5, distance: 0.1 }])(
  'with %o',
  (settings) => {
    test('it ends at the input', () => {
      const walked = path(settings);
      for (let step = 0; step < 20; step++) walked.step(gradient(walked.at));
      expect(Array.from(walked.at)).toEqual([1, -1, 0, 0.5].map((v) => expect.closeTo(v, 5)));
    });

    test('each step covers the same distance', () => {
      const walked = path(settings);
      for (let step = 1; step <= 20; step++) {
        walked.step(gradient(walked.at));
        const left = sum([1, -1, 0, 0.5].map((v, p) => Math.abs(v - walked.at[p])));
        expect(left).toBeCloseTo(3 * (1 - step / 20), 4);
      }
    });

    test('its sums come to the change of the function', () => {
      const walked = path({ ...settings, steps: 2000 });
      for (let step = 0; step < 2000; step++) walked.step(gradient(walked.at));
      expect(sum(walked.sums)).toBeCloseTo(value([1, -1, 0, 0.5]) - value([0, 0, 1, 0.5]), 2);
    });
  },
);

test('all values at once is the straight path', () => {
  const walked = path({ fraction: 1 });
  walked.step(Float32Array.of(1, 2, 3, 4));
  expect(Array.from(walked.at)).toEqual([0.05, -0.05, 0.95, 0.5].map((v) => expect.closeTo(v, 6)));
});

test('values of small derivative move first, within the distance', () => {
  const walked = path({ distance: 0.1 });
  walked.step(Float32Array.of(3, 0.1, 2, 5));
  expect(Array.from(walked.at)).toEqual([0, -0.15, 1, 0.5].map((v) => expect.closeTo(v, 6)));
});
