import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawnPlane } from '../../../src/report/figures/map-plane.ts';
import { mapBytes, shownSize } from '../../../src/report/html/map-bytes.ts';

describe('mapBytes', () => {
  it.each([
    ['abs', [0, 0.5, 1, Number.NaN], [0, 127, 254, 255]],
    ['signed', [-1, 0, 1, Number.NaN], [0, 127, 254, 255]],
  ] as const)('has a byte per pixel of %s maps', (view, values, expected) => {
    const plane = { height: 2, width: 2, spatial: true, values: Float64Array.from(values), fault: null };
    expect([...mapBytes(plane, view, { height: 2, width: 2 })]).toEqual(expected);
  });

  it('averages larger maps, without what is not finite', () => {
    const values = Float64Array.from([0, 1, 1, 1, 0, 1, Number.NaN, 1]);
    const plane = { height: 2, width: 4, spatial: true, values, fault: null };
    expect([...mapBytes(plane, 'abs', { height: 1, width: 2 })]).toEqual([127, 254]);
  });

  it('keeps the mean of a map whose size is a multiple', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 64, maxLength: 64 }),
        (all) => {
          const plane = drawnPlane(all, [8, 8], 'abs', 1);
          const bytes = mapBytes(plane, 'abs', { height: 4, width: 4 });
          const mean = all.reduce((sum, value) => sum + value, 0) / 64;
          const shown = bytes.reduce((sum, byte) => sum + byte / 254, 0) / 16;
          expect(Math.abs(mean - shown)).toBeLessThan(1 / 254);
        },
      ),
    );
  });
});

it('keeps small maps and the proportions of large ones', () => {
  expect(shownSize(28, 28, 1000)).toEqual({ height: 28, width: 28 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 600 }), fc.integer({ min: 1, max: 600 }), (height, width) => {
      const side = shownSize(height, width, 900);
      expect(side.height * side.width).toBeLessThanOrEqual(900);
      expect(side.height).toBeGreaterThanOrEqual(1);
      expect(side.width).toBeGreaterThanOrEqual(1);
      expect(side.height).toBeLessThanOrEqual(height);
      expect(side.width).toBeLessThanOrEqual(width);
    }),
  );
});
