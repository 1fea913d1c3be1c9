import { expect, test } from 'vitest';
import { solvePositiveDefinite } from '../../src/statistics/linear.ts';

test('solves a small system and leaves its arguments alone', () => {
  const matrix = Float64Array.of(4, 2, 0, 2, 5, 1, 0, 1, 3);
  const right = Float64Array.of(8, 15, 11);
  const x = solvePositiveDefinite(matrix, 3, right)!;
  expect(Array.from(x, (v) => Math.round(v * 1e12) / 1e12)).toEqual([1, 2, 3]);
  expect([...matrix, ...right]).toEqual([4, 2, 0, 2, 5, 1, 0, 1, 3, 8, 15, 11]);
});

test('gives null for a singular system and nothing for an empty one', () => {
  expect(solvePositiveDefinite(Float64Array.of(1, -1, -1, 1), 2, Float64Array.of(1, -1))).toBeNull();
  expect(solvePositiveDefinite(new Float64Array(0), 0, new Float64Array(0))).toHaveLength(0);
});
