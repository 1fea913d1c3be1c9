import { describe, expect, test } from 'vitest';
import { mapPlane, planeExtent, requireSameSize } from '../../src/similarity/planes.ts';

const values = Float32Array.from([9, 1, -2, 3, -4, 5, -6, 0, 0.5, -0.25, 4, -4, 1]);

test.each([
  { shape: [2, 2, 3], view: 'abs', height: 2, width: 2, spatial: true, expected: [6, 15, 0.75, 9] },
  { shape: [2, 2, 3], view: 'signed', height: 2, width: 2, spatial: true, expected: [2, -5, 0.25, 1] },
  {
    shape: [3, 4, 1],
    view: 'abs',
    height: 3,
    width: 4,
    spatial: true,
    expected: [1, 2, 3, 4, 5, 6, 0, 0.5, 0.25, 4, 4, 1],
  },
  { shape: [2, 3], view: 'signed', height: 2, width: 3, spatial: true, expected: [1, -2, 3, -4, 5, -6] },
  { shape: [4], view: 'abs', height: 1, width: 4, spatial: false, expected: [1, 2, 3, 4] },
  { shape: [4], view: 'signed', height: 1, width: 4, spatial: false, expected: [1, -2, 3, -4] },
] as const)(
  'the $view plane of a map of shape $shape',
  ({ shape, view, height, width, spatial, expected }) => {
    const plane = mapPlane(values, 1, shape, view);
    expect(plane).toEqual({ height, width, spatial, values: Float64Array.from(expected) });
  },
);

test('channels are summed in float64', () => {
  const wide = Float32Array.from([2 ** 24, 1, 1]);
  expect(Array.from(mapPlane(wide, 0, [1, 1, 3], 'signed').values)).toEqual([2 ** 24 + 2]);
});

test('signed sums that cancel but for rounding are zero, all of them or none', () => {
  const third = Math.fround(1 / 3);
  const rounding = Float32Array.from([third, -third + 1e-8, 0.5, -0.5]);
  expect(Array.from(mapPlane(rounding, 0, [1, 2, 2], 'signed').values)).toEqual([0, 0]);
  const one = Float32Array.from([third, -third, 0.5, -0.5 + 1e-4]);
  expect(mapPlane(one, 0, [1, 2, 2], 'signed').values[1]).toBeCloseTo(1e-4, 7);
  expect(mapPlane(rounding, 0, [1, 2, 2], 'abs').values[1]).toBe(1);
});

test('non-finite values stay', () => {
  const broken = Float32Array.from([Number.NaN, 1, Number.POSITIVE_INFINITY, 1]);
  expect(Array.from(mapPlane(broken, 0, [1, 2, 2], 'abs').values)).toEqual([
    Number.NaN,
    Number.POSITIVE_INFINITY,
  ]);
});

describe('shapes that are no maps', () => {
  test.each([[[]], [[1, 2, 3, 4]], [[0]], [[2, -1]], [[1.5, 2]], [[Number.NaN]]])('%j', (shape) => {
    expect(() => planeExtent(shape)).toThrow(
      'expected [height, width, channels], [height, width] or [features]',
    );
  });
});

test('prepared maps of different sizes are refused', () => {
  expect(() => requireSameSize(4, 9)).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: expected maps of the same size, got 4 and 9 values]`,
  );
});
