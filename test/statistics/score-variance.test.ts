import { sampleVariance } from 'simple-statistics';
import { expect, test } from 'vitest';
import { scoreVariance } from '../../src/statistics/score-variance.ts';
import type { ScoreTable } from '../../src/statistics/table.ts';
import { randomFrom } from './simulate.ts';

const SIZE = { draws: 60, images: 300 };

/** Scores whose parts have these SDs: noise that an image keeps through all draws, and noise that it does not. */
function world(sd: Record<'image' | 'draw' | 'kept' | 'fresh' | 'rest', number>, seed: number) {
  const random = randomFrom(seed);
  const many = (count: number, by: number) =>
    Float64Array.from({ length: count }, () => by * random.normal());
  const [image, draw] = [many(SIZE.images, sd.image), many(SIZE.draws, sd.draw)];
  const rest = many(SIZE.draws * SIZE.images, sd.rest);
  const once = (): ScoreTable => {
    const kept = many(SIZE.images, sd.kept);
    const values = rest.map(
      (own, cell) =>
        own +
        image[cell % SIZE.images] +
        draw[Math.floor(cell / SIZE.images)] +
        kept[cell % SIZE.images] +
        sd.fresh * random.normal(),
    );
    return { ...SIZE, values };
  };
  return {
    table: once(),
    replica: once(),
    spread: { image: sampleVariance([...image]), draw: sampleVariance([...draw]) },
  };
}

test('finds the variance of images, draws, noise and what is left', () => {
  const { table, replica, spread } = world(
    { image: 0.2, draw: 0.1, kept: 0.1, fresh: 0.06, rest: 0.05 },
    1017,
  );
  const found = scoreVariance(table, replica)!;
  expect(Math.abs(found.images / spread.image - 1)).toBeLessThan(0.1);
  expect(Math.abs(found.draws / spread.draw - 1)).toBeLessThan(0.02);
  expect(Math.abs(found.noise! / 0.0136 - 1)).toBeLessThan(0.1);
  expect(Math.abs(found.rest / 0.0025 - 1)).toBeLessThan(0.1);
});

test('of a method without noise none is its own, and what was not measured is not guessed', () => {
  const { table } = world({ image: 0.2, draw: 0.1, kept: 0, fresh: 0, rest: 0.05 }, 5);
  const [without, unknown] = [scoreVariance(table, 'none')!, scoreVariance(table, null)!];
  expect(without.noise).toBe(0);
  expect(unknown.noise).toBeNull();
  expect({ ...unknown, noise: 0 }).toEqual(without);
});

test('the parts sum to the same with and without the noise told apart', () => {
  const { table, replica } = world({ image: 0.1, draw: 0.02, kept: 0.05, fresh: 0.1, rest: 0.02 }, 6);
  const sum = (found: ReturnType<typeof scoreVariance>) =>
    found!.images + found!.draws + (found!.noise ?? 0) + found!.rest;
  expect(sum(scoreVariance(table, replica))).toBeCloseTo(sum(scoreVariance(table, null)), 12);
});

test('one draw or one image tells nothing', () => {
  const values = Float64Array.from([0.1, 0.2, 0.3]);
  expect(scoreVariance({ draws: 1, images: 3, values }, null)).toBeNull();
  expect(scoreVariance({ draws: 3, images: 1, values }, null)).toBeNull();
});
