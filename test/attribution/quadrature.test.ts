import { expect, test } from 'vitest';
import { pathPoints, QUADRATURES } from '../../src/attribution/quadrature.ts';

test.each(QUADRATURES)('%s: weights sum to 1', (quadrature) => {
  for (const steps of [1, 7, 50]) {
    const total = pathPoints(quadrature, steps).reduce((sum, { weight }) => sum + weight, 0);
    expect(total).toBeCloseTo(1, 12);
  }
});

test.each([
  ['trapezoid', 1e-3],
  ['midpoint', 1e-3],
  ['right', 0.02],
] as const)('%s integrates x^2', (quadrature, tolerance) => {
  const integral = pathPoints(quadrature, 50).reduce((sum, { at, weight }) => sum + weight * at * at, 0);
  expect(Math.abs(integral - 1 / 3)).toBeLessThan(tolerance);
});

test('the default of the paper has 51 points with the ends halved', () => {
  const points = pathPoints('trapezoid', 50);
  expect(points).toHaveLength(51);
  expect(points[0]).toEqual({ at: 0, weight: 0.01 });
  expect(points[25].weight).toBe(0.02);
});
