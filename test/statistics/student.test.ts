import { describe, expect, it, test } from 'vitest';
import { studentCdf, studentQuantile } from '../../src/statistics/student.ts';

/** Simpson's rule on the density, its constant found by integrating too: independent of any gamma function. */
function integratedCdf(t: number, df: number): number {
  // With t = sqrt(df) tan(angle) the density is cos(angle)^(df - 1), on a finite range.
  const integral = (end: number) => {
    const steps = 20000;
    const width = end / steps;
    let sum = 0;
    for (let i = 0; i <= steps; i++) {
      const weight = i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2;
      sum += weight * Math.max(0, Math.cos(i * width)) ** (df - 1);
    }
    return (sum * width) / 3;
  };
  return 0.5 + (0.5 * integral(Math.atan(t / Math.sqrt(df)))) / integral(Math.PI / 2);
}

describe('studentQuantile', () => {
  test.each([
    [0.975, 1, 12.706204736174694],
    [0.975, 2, 4.302652729749462],
    [0.975, 4, 2.7764451051977934],
    [0.975, 10, 2.228138851986274],
    [0.975, 30, 2.0422724563012378],
    [0.95, 2.5, 2.5582186141359355],
    [0.975, 3.7, 2.8675207071911895],
    [0.995, 0.8, 174.49791196608206],
    [0.975, 1 / 3, 2579.432677081805],
    [0.9, 57.25, 1.296514636755143],
    [0.75, 1.5, 0.8725946625415716],
    [0.975, 1e4, 1.960201239890626],
    [0.999, 5, 5.893429531356009],
    [0.5001, 3, 0.00027206990911051864],
    [0.9999999, 7, 19.93390224944619],
  ])('p %f with %f degrees of freedom is %f', (p, df, expected) => {
    expect(studentQuantile(p, df) / expected).toBeCloseTo(1, 9);
    expect(studentQuantile(1 - p, df)).toBeCloseTo(-studentQuantile(p, df), 7);
  });

  it('is the normal quantile with unlimited freedom', () => {
    expect(studentQuantile(0.975, Number.POSITIVE_INFINITY)).toBeCloseTo(1.959963985, 5);
  });

  it('is zero in the middle and undefined outside', () => {
    expect(studentQuantile(0.5, 3)).toBe(0);
    for (const [p, df] of [
      [0, 3],
      [1, 3],
      [0.9, 0],
      [0.9, Number.NaN],
      [Number.NaN, 2],
    ]) {
      expect(studentQuantile(p, df)).toBeNaN();
    }
  });

  it('inverts the distribution function', () => {
    for (const df of [0.4, 1, 1.3, 2.9, 8, 33.3, 400]) {
      for (const p of [0.001, 0.2, 0.6, 0.9, 0.975, 0.9999]) {
        expect(studentCdf(studentQuantile(p, df), df)).toBeCloseTo(p, 11);
      }
    }
  });

  it('falls with more freedom', () => {
    const quantiles = [0.5, 0.9, 1, 2, 5, 31, 200, 1e5, 1e8].map((df) => studentQuantile(0.975, df));
    expect(quantiles).toEqual([...quantiles].sort((a, b) => b - a));
  });
});

describe('studentCdf', () => {
  test.each([
    [0, 3, 0.5],
    [1, 1, 0.75],
    [-2.3, 4.4, 0.03846906827031678],
    [5, 0.5, 0.8570042984205706],
    [0.001, 12.3, 0.5003909241608462],
    [40, 2, 0.9996877926639076],
  ])('at %f with %f degrees of freedom is %f', (t, df, expected) => {
    expect(studentCdf(t, df)).toBeCloseTo(expected, 12);
  });

  it('agrees with numerical integration for real degrees of freedom', () => {
    for (const df of [1.5, 2.7, 4.31, 17.9, 63.2]) {
      for (const t of [0.1, 0.9, 2.2, 6]) expect(studentCdf(t, df)).toBeCloseTo(integratedCdf(t, df), 6);
    }
  });
});
