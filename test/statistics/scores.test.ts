import { expect, test } from 'vitest';
import { meanOfDefined, summarise } from '../../src/statistics/scores.ts';
import { crossedTable, randomFrom } from './simulate.ts';

const NOTHING = Number.NaN;

test('a table by hand', () => {
  const summary = summarise({ draws: 2, images: 3, values: Float64Array.of(1, 2, 3, 3, 4, 5) }, 0.95);
  expect(summary).toMatchObject({ count: 6, undefined: 0 });
  expect(summary.mean).toBeCloseTo(3, 14);
  // Image means 2, 3, 4; draw means 2, 4.
  expect(summary.sdImages).toBeCloseTo(1, 14);
  expect(summary.sdDraws).toBeCloseTo(Math.SQRT2, 14);
  expect(summary.low! + summary.high!).toBeCloseTo(6, 12);
});

test('a wider interval for more confidence', () => {
  const table = crossedTable(
    { draws: 4, images: 10, mean: 0, sdDraws: 1, sdImages: 1, sdError: 1 },
    randomFrom(1),
  );
  const widths = [0.5, 0.8, 0.95, 0.99].map((confidence) => {
    const { low, high } = summarise(table, confidence);
    return high! - low!;
  });
  expect(widths).toEqual([...widths].sort((a, b) => a - b));
  expect(new Set(widths).size).toBe(4);
});

test('one draw: a mean and a spread over images, no interval and no spread over draws', () => {
  const summary = summarise({ draws: 1, images: 3, values: Float64Array.of(1, 2, 3) }, 0.95);
  expect(summary).toEqual({
    mean: 2,
    low: null,
    high: null,
    sdImages: 1,
    sdDraws: null,
    count: 3,
    undefined: 0,
  });
});

test('undefined scores are counted and left out of the mean, never 0', () => {
  const values = Float64Array.of(0.5, NOTHING, 0.5, 0.5, NOTHING, NOTHING);
  const summary = summarise({ draws: 2, images: 3, values }, 0.95);
  expect(summary).toMatchObject({ count: 3, undefined: 3, sdImages: 0, sdDraws: 0 });
  expect(summary.mean).toBeCloseTo(0.5, 14);
});

test('nothing defined', () => {
  const values = new Float64Array(4).fill(NOTHING);
  expect(summarise({ draws: 2, images: 2, values }, 0.95)).toEqual({
    mean: null,
    low: null,
    high: null,
    sdImages: null,
    sdDraws: null,
    count: 0,
    undefined: 4,
  });
});

test('meanOfDefined leaves NaN out and is null without a number', () => {
  expect(meanOfDefined([1, NOTHING, 4])).toBe(2.5);
  expect(meanOfDefined(Float64Array.of(NOTHING))).toBeNull();
  expect(meanOfDefined([])).toBeNull();
});
