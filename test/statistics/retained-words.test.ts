import { expect, test } from 'vitest';
import { retainedWords } from '../../src/statistics/retained-words.ts';

test.each<[number, number | null, number | null, string]>([
  [0.86, 0.81, 0.91, '86 % (81 to 91 %)'],
  [0.86, null, null, '86 %'],
  [1, 1, 1, '100 % (100 to 100 %)'],
  [0, 0, 0, '0 % (0 to 0 %)'],
  [0.02, -0.01, 0.05, '2 % (at most 5 %)'],
  [-0.01, -0.06, 0.04, 'nothing (at most 4 %)'],
  [-0.004, -0.006, 0.004, 'nothing'],
  [0.002, -0.04, 0.05, 'nothing (at most 5 %)'],
  [-0.2, -0.3, -0.1, 'nothing (less alike than maps of different images)'],
  [0.95, 0.81, 1.09, '95 % (at least 81 %)'],
  [1.05, 0.97, 1.13, 'all (at least 97 %)'],
  [1.2, 1.1, 1.3, 'all (more alike than two maps of the same image)'],
  [0.5, -0.3, 1.3, '50 % (anything from 0 to 100 %)'],
  [-0.61, -11.08, 9.86, 'an unknown share (the interval is too wide to tell)'],
  [-3.1, -6, 0.4, 'nothing (at most 40 %)'],
  [-3.1, -6, -0.3, 'nothing (less alike than maps of different images)'],
  [0.3, -Infinity, Infinity, 'an unknown share (floor and ceiling are too close to tell)'],
  [3, null, null, 'all'],
  [-3, null, null, 'nothing'],
])('retained similarity %f (%f to %f)', (mean, low, high, words) => {
  expect(retainedWords(mean, low, high)).toBe(words);
});

test('words have no negative percentage and none above 100', () => {
  for (let mean = -2; mean <= 2; mean += 0.07) {
    for (let half = 0.001; half < 20; half *= 1.7) {
      const words = retainedWords(mean, mean - half, mean + half);
      expect(words).not.toMatch(/-\d/);
      for (const [, number] of words.matchAll(/(\d+) %/g)) expect(Number(number)).toBeLessThanOrEqual(100);
    }
  }
});
