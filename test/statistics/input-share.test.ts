import { expect, test } from 'vitest';
import type { Comparison } from '../../src/statistics/contrast.ts';
import { inputShare } from '../../src/statistics/input-share.ts';
import { randomFrom, simulated } from './simulate.ts';

const world = {
  ...{ draws: 5, images: 24, mean: 0.7, sdDraws: 0.03, sdImages: 0.08, sdError: 0.02 },
  ...{ ceiling: 1, floor: 0.2, sdFloor: 0.02, sdPairs: 0.02, sdCeiling: 0 },
};
const whole = simulated(world, randomFrom(1));

/** The part of every score, and of every pair, that the input leaves. */
const part = (scores: number, pairs: number): Comparison => ({
  ...whole,
  stage: { ...whole.stage, values: whole.stage.values.map((score) => scores * score) },
  floor: { ...whole.floor, scores: whole.floor.scores.map((score) => pairs * score) },
});

const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;

test('what is retained is the sum of what the input explains and what it leaves', () => {
  const found = inputShare('spearman-abs', whole, part(0.4, 0.1), whole.stage);
  const [s, f] = [mean(whole.stage.values), mean(whole.floor.scores)];
  expect(found.retained.mean).toBeCloseTo((s - f) / (1 - f), 10);
  expect(found.left.mean).toBeCloseTo((0.4 * s - 0.1 * f) / (1 - f), 10);
  const explained = (0.6 * s - 0.9 * f) / (s - f);
  expect(found.explained).toBeCloseTo(explained, 10);
});

test('all where nothing is left, nothing where all is', () => {
  expect(inputShare('spearman-abs', whole, part(0, 0), whole.stage).explained).toBe(1);
  expect(inputShare('spearman-abs', whole, whole, whole.stage).explained).toBe(0);
});

test('a part below the floor of other inputs explains no more than all, and nothing is explained of nothing', () => {
  expect(inputShare('spearman-abs', whole, part(0.05, 0.6), whole.stage).explained).toBe(1);
  const low = simulated({ ...world, mean: 0.1 }, randomFrom(2));
  expect(inputShare('spearman-abs', low, low, low.stage).explained).toBeNull();
});

test('a partial correlation that is undefined everywhere is null', () => {
  const undefinedOnes = { ...whole.stage, values: whole.stage.values.map(() => Number.NaN) };
  expect(inputShare('spearman-abs', whole, part(0, 0), undefinedOnes).partial).toBeNull();
});
