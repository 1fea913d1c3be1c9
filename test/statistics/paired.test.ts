import { expect, test } from 'vitest';
import type { Comparison } from '../../src/statistics/contrast.ts';
import { pairedDifference } from '../../src/statistics/paired.ts';
import { retainedInterval } from '../../src/statistics/retained.ts';
import { randomFrom, simulated } from './simulate.ts';

const world = {
  ...{ draws: 5, images: 32, mean: 0.6, sdDraws: 0.04, sdImages: 0.1, sdError: 0.03 },
  ...{ ceiling: 1, floor: 0.2, sdFloor: 0.03, sdPairs: 0.03, sdCeiling: 0 },
};

/** Another method on the same images and draws: its scores follow the first one's, `less` lower, with some noise. */
function follower(first: Comparison, less: number, seed: number): Comparison {
  const random = randomFrom(seed);
  const values = first.stage.values.map((score) => score - less + 0.02 * random.normal());
  return { ...first, stage: { ...first.stage, values } };
}

test('is the difference of the retained similarities', () => {
  const a = simulated(world, randomFrom(1));
  const b = simulated({ ...world, mean: 0.4, floor: 0.1 }, randomFrom(2));
  const { mean } = pairedDifference(a, b);
  expect(mean).toBeCloseTo(retainedInterval(a).mean! - retainedInterval(b).mean!, 10);
});

test('is sharper than the two intervals where images and draws have their effect on both', () => {
  const a = simulated(world, randomFrom(3));
  const b = follower(a, 0.1, 4);
  const width = ({ low, high }: { low: number | null; high: number | null }) => high! - low!;
  const difference = pairedDifference(a, b);
  expect(difference.low).toBeGreaterThan(0.1);
  expect(width(difference)).toBeLessThan(width(retainedInterval(a)) / 3);
});

test('of a method and itself is zero', () => {
  const a = simulated(world, randomFrom(5));
  expect(pairedDifference(a, a)).toEqual({ mean: 0, low: 0, high: 0 });
});

test('covers the true difference', () => {
  const random = randomFrom(6);
  let covered = 0;
  const runs = 300;
  for (let run = 0; run < runs; run++) {
    const a = simulated(world, random);
    // .1 of a scale of .8.
    const { low, high } = pairedDifference(a, follower(a, 0.1, run));
    if (low! <= 0.125 && high! >= 0.125) covered++;
  }
  expect(covered / runs).toBeGreaterThan(0.92);
  expect(covered / runs).toBeLessThan(0.99);
});

test('leaves out cells that one of both lacks', () => {
  const a = simulated(world, randomFrom(7));
  const b = follower(a, 0.1, 8);
  const holes = b.stage.values.map((score, cell) => (cell % 7 === 0 ? Number.NaN : score));
  const sparse = { ...b, stage: { ...b.stage, values: holes } };
  const wild = a.stage.values.map((score, cell) => (cell % 7 === 0 ? 1e6 : score));
  const { mean } = pairedDifference({ ...a, stage: { ...a.stage, values: wild } }, sparse);
  expect(mean).toBeGreaterThan(0.1);
  expect(mean).toBeLessThan(0.15);
});

test('has no ends with one draw, and is undefined without a scale', () => {
  const single = simulated({ ...world, draws: 1 }, randomFrom(9));
  expect(pairedDifference(single, follower(single, 0.1, 10))).toMatchObject({ low: null, high: null });
  const flat = simulated({ ...world, ceiling: 0.2 }, randomFrom(11));
  expect(pairedDifference(simulated(world, randomFrom(12)), flat)).toEqual({
    mean: null,
    low: null,
    high: null,
  });
});
