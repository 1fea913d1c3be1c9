import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawnPlane, isDrawable } from '../../../src/report/figures/map-plane.ts';

describe('drawnPlane', () => {
  it('sums channels: sizes for abs, values for signed', () => {
    const values = [1, -1, 2, 2];
    expect([...drawnPlane(values, [1, 2, 2], 'abs').values]).toEqual([0.5, 1]);
    expect([...drawnPlane(values, [1, 2, 2], 'signed').values]).toEqual([0, 1]);
  });

  it('is scaled by the 99th percentile, so that one pixel does not darken the rest', () => {
    const values = new Float32Array(1000).fill(1).map((value, index) => (index === 0 ? 1000 : value));
    const plane = drawnPlane(values, [10, 100], 'abs');
    expect(plane.values.every((value) => value === 1)).toBe(true);
  });

  it('takes the largest value where the percentile is zero', () => {
    const values = new Float32Array(1000);
    values[3] = -4;
    expect(drawnPlane(values, [10, 100], 'signed').values[3]).toBe(-1);
  });

  it.each([
    [[0, 0, 0, 0], 'constant'],
    [[3, 3, 3, 3], 'constant'],
    [[1, 2, Number.NaN, 3], 'not finite'],
    [[1, 2, 3, Number.NEGATIVE_INFINITY], 'not finite'],
    [[1, 2, 3, 4], null],
  ])('of %j has the fault %s', (values, fault) => {
    expect(drawnPlane(values, [2, 2], 'signed').fault).toBe(fault);
  });

  it('stays in its range, and does not depend on the scale of the map', () => {
    const map = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(map, fc.constantFrom('abs' as const, 'signed' as const), (values, view) => {
        const plane = drawnPlane(values, [2, 3], view);
        expect(plane.values.every((value) => value >= (view === 'abs' ? 0 : -1) && value <= 1)).toBe(true);
        const larger = drawnPlane(
          values.map((value) => value * 8),
          [2, 3],
          view,
        );
        expect(larger.values).toEqual(plane.values);
      }),
    );
  });
});

it.each([
  [[4], true],
  [[2, 3], true],
  [[2, 3, 3], true],
  [[2, 2, 2, 2], false],
  [[], false],
  [[0, 3], false],
])('a map of shape %j is drawable: %s', (shape, expected) => expect(isDrawable(shape)).toBe(expected));
