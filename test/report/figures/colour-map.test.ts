import { describe, expect, it } from 'vitest';
import { diverging, NOT_FINITE, type Rgb, sequential } from '../../../src/report/figures/colour-map.ts';

/** Relative luminance, WCAG 2. */
function luminance(colour: Rgb): number {
  const [red, green, blue] = colour.map((byte) => {
    const share = byte / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const shares = Array.from({ length: 101 }, (_each, index) => index / 100);

describe('sequential', () => {
  it('rises in luminance from black', () => {
    const values = shares.map((share) => luminance(sequential(share)));
    expect(values[0]).toBeLessThan(0.001);
    expect(values[100]).toBeGreaterThan(0.9);
    for (let i = 1; i < values.length; i++) expect(values[i]).toBeGreaterThan(values[i - 1]);
  });
});

describe('diverging', () => {
  it('is near-white and without hue at zero', () => {
    const zero = diverging(0);
    expect(Math.min(...zero)).toBeGreaterThan(230);
    expect(Math.max(...zero) - Math.min(...zero)).toBeLessThan(6);
  });

  it('is blue below and red above, and darker with distance', () => {
    expect(diverging(-1)[2]).toBeGreaterThan(diverging(-1)[0]);
    expect(diverging(1)[0]).toBeGreaterThan(diverging(1)[2]);
    for (const sign of [-1, 1]) {
      const values = shares.map((share) => luminance(diverging(sign * share)));
      // The spline through ColorBrewer's colours is lightest a hair beside zero.
      for (let i = 1; i < values.length; i++) expect(values[i]).toBeLessThan(values[i - 1] + 0.005);
      expect(values[100]).toBeLessThan(0.1);
    }
  });
});

it('clips, and shows what is not finite in a grey of its own', () => {
  expect(sequential(2)).toEqual(sequential(1));
  expect(diverging(-2)).toEqual(diverging(-1));
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(sequential(value)).toEqual(NOT_FINITE);
    expect(diverging(value)).toEqual(NOT_FINITE);
  }
});
