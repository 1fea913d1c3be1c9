import { describe, expect, test } from 'vitest';
import { removalOf } from '../../../src/checks/removal/order-of-removal.ts';

/** Three rows of four pixels in four segments of two, three, four and three. */
const SEGMENTS = Int32Array.of(0, 0, 1, 1, 2, 2, 1, 3, 2, 2, 3, 3);
/** Their means are 2, 5, 5 and -1. */
const PLANE = Float64Array.of(1, 3, 4, 5, 9, 1, 6, -3, 2, 8, 1, -1);

describe('segments', () => {
  test('go by the mean of their pixels, equal ones in their own order both ways', () => {
    const most = removalOf(PLANE, 'most', 4, SEGMENTS);
    expect([...most.pixels]).toEqual([2, 3, 6, 4, 5, 8, 9, 0, 1, 7, 10, 11]);
    expect(most.counts).toEqual([0, 3, 7, 9, 12]);
    const least = removalOf(PLANE, 'least', 4, SEGMENTS);
    expect([...least.pixels]).toEqual([7, 10, 11, 0, 1, 2, 3, 6, 4, 5, 8, 9]);
    expect(least.counts).toEqual([0, 3, 5, 8, 12]);
  });

  test('are gone after step k by round(k n / K), n being their number', () => {
    // 4/3 and 8/3 segments are one and three.
    expect(removalOf(PLANE, 'most', 3, SEGMENTS).counts).toEqual([0, 3, 9, 12]);
    // Half a segment is one.
    expect(removalOf(PLANE, 'most', 8, SEGMENTS).counts).toEqual([0, 3, 3, 7, 7, 9, 9, 12, 12]);
  });

  test('of a pixel each are pixels', () => {
    const alone = Int32Array.from(PLANE, (_, p) => p);
    for (const order of ['most', 'least'] as const) {
      expect(removalOf(PLANE, order, 5, alone)).toEqual(removalOf(PLANE, order, 5, null));
    }
  });

  test('of a constant plane have one order, so that nothing is gained by it', () => {
    const constant = new Float64Array(PLANE.length);
    expect(removalOf(constant, 'most', 4, SEGMENTS)).toEqual(removalOf(constant, 'least', 4, SEGMENTS));
  });
});
