import { expect, test } from 'vitest';
import { atChance, guessingProbability } from '../../src/statistics/chance.ts';

test.each([
  [3, 32, 0.1, 0.6333164809193795],
  [9, 32, 0.1, 0.0032953808437041626],
  [8, 10, 0.5, 0.0546875],
  [4, 4, 0.5, 0.0625],
  [0, 10, 0.5, 1],
])('%i of %i by guessing at %f', (correct, count, chance, expected) => {
  expect(guessingProbability({ correct, count, chance })).toBeCloseTo(expected, 12);
});

test.each([
  ['a guess in ten', 3, 32, 0.1, true],
  ['clearly better than a guess', 9, 32, 0.1, false],
  ['a coin', 17, 32, 0.5, true],
  ['worse than a coin', 2, 32, 0.5, true],
  ['few labels, all right', 4, 4, 0.5, false],
  ['few labels, half right', 2, 4, 0.5, true],
  ['no labels', 0, 0, 0.5, false],
])('%s', (_, correct, count, chance, expected) => {
  expect(atChance({ correct, count, chance })).toBe(expected);
});
