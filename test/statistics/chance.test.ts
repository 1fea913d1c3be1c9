import { describe, expect, it, test } from 'vitest';
import {
  atChance,
  beatsGuessing,
  clearlyMore,
  guessingProbability,
  inputsThatTell,
} from '../../src/statistics/chance.ts';

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
  ['four of two classes, all right', 4, 4, 0.5, true],
  ['five of two classes, all right', 5, 5, 0.5, false],
  ['three of ten classes, all right', 3, 3, 0.1, false],
  ['one of ten classes, right', 1, 1, 0.1, true],
  ['one of a thousand classes, right', 1, 1, 0.001, false],
  ['few labels, half right', 2, 4, 0.5, true],
  ['no labels', 0, 0, 0.5, false],
])('%s', (_, correct, count, chance, expected) => {
  expect(atChance({ correct, count, chance })).toBe(expected);
});

describe('one class that is most of the inputs', () => {
  it('is reached by a network that gives it always', () => {
    // 45 of 50 inputs are of one of two classes.
    expect(atChance({ correct: 45, count: 50, chance: 0.5 })).toBe(false);
    expect(atChance({ correct: 45, count: 50, chance: 0.5, constant: 0.5 })).toBe(true);
    expect(atChance({ correct: 46, count: 50, chance: 0.5, constant: 0 })).toBe(false);
    // Among a thousand classes hardly ever by luck.
    expect(atChance({ correct: 6, count: 8, chance: 0.001, constant: 0.001 })).toBe(false);
  });
});

describe('how many inputs would tell', () => {
  it.each([
    ['two classes, all right', 1, 1, 0.5, 5],
    ['two classes, four right', 4, 4, 0.5, 5],
    ['ten classes, one right', 1, 1, 0.1, 2],
    ['no better than chance: as if halfway', 0, 2, 0.1, 6],
    ['no better than chance, with enough inputs', 1, 10, 0.1, null],
  ])('%s', (_, correct, count, chance, expected) => {
    expect(inputsThatTell({ correct, count, chance })).toBe(expected);
  });

  it('is the least number that does, and none where it is beyond all measure', () => {
    const few = { correct: 6, count: 40, chance: 0.1 };
    const inputs = inputsThatTell(few)!;
    const with_ = (count: number) => ({ correct: Math.floor(0.15 * count + 1e-9), count, chance: 0.1 });
    expect(atChance(with_(inputs))).toBe(false);
    for (let count = 41; count < inputs; count++) expect(atChance(with_(count))).toBe(true);
    expect(inputsThatTell({ correct: 5001, count: 10_000, chance: 0.5 })).toBeNull();
  });
});

describe('the best of many tries', () => {
  it('must gain more than its tries give by luck', () => {
    expect(clearlyMore(6, 0, 0)).toBe(true);
    expect(clearlyMore(6, 0, Math.log(3))).toBe(true);
    expect(clearlyMore(6, 0, Math.log(4))).toBe(false);
    expect(clearlyMore(3, 3, 0)).toBe(false);
    expect(beatsGuessing({ correct: 6, count: 6, chance: 0.5 }, Math.log(3))).toBe(true);
    expect(beatsGuessing({ correct: 6, count: 6, chance: 0.5 }, Math.log(4))).toBe(false);
  });

  it('is held against them too where the probability is too small for a number', () => {
    const all = { correct: 500, count: 500, chance: 0.001 };
    expect(guessingProbability(all)).toBe(0);
    expect(beatsGuessing(all, 3000)).toBe(true);
    expect(beatsGuessing(all, 3500)).toBe(false);
  });
});
