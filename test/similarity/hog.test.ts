import { describe, expect, test } from 'vitest';
import { hog, hogCell, hogMetric } from '../../src/similarity/hog.ts';
import { hogDescriptor } from '../../src/similarity/hog-descriptor.ts';
import { minMax } from '../../src/similarity/min-max.ts';
import { features, generated, planeOf, score } from './planes-of.ts';
import { slowHog } from './reference.ts';

test.each([
  [48, 48, 16],
  [224, 48, 16],
  [47, 224, 8],
  [24, 24, 8],
  [28, 28, 8],
  [23, 224, null],
  [8, 8, null],
])('cells on %d x %d pixels: %s', (height, width, cell) => {
  expect(hogCell(height, width)).toBe(cell);
});

test.each([
  [24, 24, 8],
  [29, 41, 8],
  [50, 70, 16],
])('the descriptor of %d x %d pixels equals one found from arc tangents', (height, width, cell) => {
  const values = minMax(generated(9, height * width))!;
  const expected = slowHog(values, height, width, cell);
  const found = hogDescriptor(values, height, width, cell);
  expect(found).toHaveLength(expected.length);
  for (const [i, value] of expected.entries()) expect(found[i]).toBeCloseTo(value, 6);
});

describe('the bin of an edge', () => {
  // A ramp that rises in one direction has all its gradients in one bin; the angle is that of rows over columns.
  test.each([0, 5, 19, 21, 39, 41, 59, 61, 79, 81, 90, 99, 101, 119, 121, 139, 141, 159, 161, 175])(
    'at %d degrees',
    (degrees) => {
      const radians = (degrees * Math.PI) / 180;
      const slope = { down: Math.sin(radians) / 100, right: Math.cos(radians) / 100 };
      const ramp = Float64Array.from(
        { length: 40 * 40 },
        (_, i) => slope.down * Math.floor(i / 40) + slope.right * (i % 40),
      );
      // The middle cell of the block meets no border.
      const descriptor = hogDescriptor(ramp, 40, 40, 8).subarray(4 * 9, 5 * 9);
      expect(descriptor.indexOf(Math.max(...descriptor))).toBe(Math.floor(degrees / 20));
    },
  );
});

test('an edge and its reverse are alike, an edge and its perpendicular are not', () => {
  const ramp = (f: (y: number, x: number) => number) =>
    planeOf(
      Array.from({ length: 32 * 32 }, (_, i) => f(Math.floor(i / 32), i % 32)),
      32,
      32,
    );
  const wave = ramp((_, x) => Math.sin(x / 3));
  expect(
    score(
      hog,
      wave,
      ramp((_, x) => -Math.sin(x / 3)),
    ),
  ).toBeCloseTo(1, 6);
  expect(
    score(
      hog,
      wave,
      ramp((y) => Math.sin(y / 3)),
    ),
  ).toBeLessThan(0);
});

test('Pearson and Spearman compare the same descriptors in different ways', () => {
  const [a, b] = [1, 2].map((seed) => planeOf(generated(seed, 30 * 30), 30, 30));
  const spearman = hogMetric({ correlation: 'spearman' });
  expect(score(spearman, a, b)).not.toBeCloseTo(score(hog, a, b), 3);
  expect(score(spearman, a, a)).toBe(1);
});

test('a map that is flat in all whole cells is undefined', () => {
  const values = new Float64Array(31 * 31);
  values[values.length - 1] = 1;
  expect(score(hog, planeOf(values, 31, 31), planeOf(generated(1, 31 * 31), 31, 31))).toBeNaN();
});

test('where it does not apply', () => {
  expect(hog.inapplicable({ height: 24, width: 24, spatial: true })).toBeNull();
  expect(hog.inapplicable({ height: 23, width: 40, spatial: true })).toMatchInlineSnapshot(
    `"maps of 23x40 are smaller than one block of cells, 24x24"`,
  );
  expect(hog.inapplicable(features(...new Array(3000).keys()))).toMatchInlineSnapshot(
    `"the maps have no rows and columns"`,
  );
});
