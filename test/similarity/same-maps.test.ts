import { expect, test } from 'vitest';
import { sameMaps } from '../../src/similarity/same-maps.ts';

function maps(values: number[], shape = [2, 2], count = 2) {
  return { shape, count, values: Float32Array.from(values) };
}

const base = [1, -2, 3, 0, 1e-3, 2e-3, 0, 1e-3];

test.each([
  { name: 'equal', other: base, same: true },
  { name: 'rounded', other: base.map((v) => v * (1 + 4e-7)), same: true },
  { name: 'a rounded zero', other: base.with(3, 1e-6), same: true },
  { name: 'a zero of other sign', other: base.with(3, -0), same: true },
  { name: 'a value off by a thousandth', other: base.with(0, 1.001), same: false },
  { name: 'off only where one map of the batch is small', other: base.with(6, 1e-6), same: false },
  { name: 'of other sign', other: base.map((v) => -v), same: false },
  { name: 'twice as large', other: base.map((v) => 2 * v), same: false },
  { name: 'NaN in one', other: base.with(0, Number.NaN), same: false },
  { name: 'infinity in one', other: base.with(0, Number.POSITIVE_INFINITY), same: false },
])('$name: $same', ({ other, same }) => {
  expect(sameMaps(maps(base), maps(other))).toBe(same);
  expect(sameMaps(maps(other), maps(base))).toBe(same);
});

test('NaN and infinities at the same places are the same', () => {
  const broken = base.with(0, Number.NaN).with(5, Number.NEGATIVE_INFINITY);
  expect(sameMaps(maps(broken), maps(broken))).toBe(true);
  expect(sameMaps(maps(broken), maps(broken.with(5, Number.POSITIVE_INFINITY)))).toBe(false);
});

test('maps of another shape or count are others', () => {
  expect(sameMaps(maps(base), maps(base, [4], 2))).toBe(false);
  expect(sameMaps(maps(base), maps(base, [2, 2, 2], 1))).toBe(false);
});
