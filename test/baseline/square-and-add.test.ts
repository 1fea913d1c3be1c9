import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { moveOf } from '../../src/baseline/square-and-add.ts';

const around = (mean: number, half: number) => ({ mean, low: mean - half, high: mean + half });

describe('moveOf', () => {
  // Half widths .3 and .4 join to .5.
  test.each([
    [0.2, 0.69, 'stayed'],
    [0.2, 0.71, 'rose'],
    [0.71, 0.2, 'fell'],
    [0.69, 0.2, 'stayed'],
  ])('from %d to %d with half widths .3 and .4: %s', (before, after, move) => {
    expect(moveOf(around(before, 0.3), around(after, 0.4))).toBe(move);
  });

  test('goes by the sides of the intervals that face each other', () => {
    const before = { mean: 0, low: -5, high: 0.1 };
    const after = { mean: 0.3, low: 0.2, high: 9 };
    expect(moveOf(before, after)).toBe('rose');
    expect(moveOf(after, before)).toBe('fell');
    expect(moveOf({ ...before, high: 0.5 }, after)).toBe('stayed');
  });

  test('rounding is no move where intervals have no width', () => {
    expect(moveOf(around(1, 0), around(1 + 1e-6, 0))).toBe('stayed');
    expect(moveOf(around(0.5, 0), around(0.6, 0))).toBe('rose');
  });

  test.each([
    [{ mean: null, low: 0, high: 1 }],
    [{ mean: 0.9, low: null, high: null }],
    [{ mean: 0.9, low: Number.NaN, high: 1 }],
    [{ mean: 0.9, low: 0.8, high: Number.POSITIVE_INFINITY }],
  ])('%j cannot move', (undefinedOne) => {
    expect(moveOf(undefinedOne, around(0, 0))).toBe('stayed');
    expect(moveOf(around(0, 0), undefinedOne)).toBe('stayed');
  });

  test('turned around, what rose fell; for symmetric intervals it is the joint half width that decides', () => {
    const number = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(number, number, number, number, (b, a, g, h) => {
        const [before, after] = [around(b, g), around(a, h)];
        const back = { rose: 'fell', fell: 'rose', stayed: 'stayed' }[moveOf(before, after)];
        expect(moveOf(after, before)).toBe(back);
        const margin = Math.abs(a - b) - Math.max(Math.sqrt(g ** 2 + h ** 2), 0.005);
        if (Math.abs(margin) > 1e-9) expect(back !== 'stayed').toBe(margin > 0);
      }),
    );
  });
});
