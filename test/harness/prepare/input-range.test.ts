import { expect, test } from 'vitest';
import { backgroundOf, rangeOf, valueRange } from '../../../src/harness/prepare/input-range.ts';
import type { Inputs } from '../../../src/inputs/inputs.ts';

const inputs = (parts: Partial<Inputs>): Inputs => ({
  ...{ ids: ['a', 'b'], sha256: ['', ''], shape: [1, 1, 2], labels: [null, null], notices: [] },
  ...{ values: Float32Array.of(0.5, 3, 0.25, -1), black: Float32Array.of(0, -2) },
  ...parts,
});

test('images lie between black and white, channel by channel', () => {
  expect(rangeOf(inputs({ white: Float32Array.of(1, 2) }))).toEqual({ low: [0, -2], high: [1, 2] });
});

test('a preprocessing may turn them round', () => {
  expect(rangeOf(inputs({ white: Float32Array.of(-1, 2) }))).toEqual({ low: [-1, -2], high: [0, 2] });
});

test('numbers that were taken as they are lie where they lie', () => {
  expect(rangeOf(inputs({}))).toEqual({ low: [0.25, -1], high: [0.5, 3] });
});

test('tables have no bounds', () => {
  expect(rangeOf(inputs({ shape: [2] }))).toBeUndefined();
});

test('the background is the first hundred inputs', () => {
  const ids = Array.from({ length: 120 }, (_, i) => `${i}`);
  const values = Float32Array.from({ length: 240 }, (_, i) => i);
  const { count, values: first } = backgroundOf(inputs({ ids, values }));
  expect([count, first.length, first[199]]).toEqual([100, 200, 199]);
});

test.each([
  [
    'of images lies between the bounds of its channel',
    [1, 2, 2],
    { low: [0, -2], high: [1, 2] },
    [0, -2, 0, -2],
    [1, 2, 1, 2],
  ],
  ['of tables spans what its feature does', [4], undefined, [1, 2, 3, -8], [5, 6, 7, 4]],
  ['of other inputs spans what all of them do', [2, 2], undefined, [-8, -8, -8, -8], [7, 7, 7, 7]],
] as const)('a value %s', (_, shape, range, low, high) => {
  const values = Float32Array.of(1, 2, 3, 4, 5, 6, 7, -8);
  const found = valueRange({ count: 2, shape, values, baseline: new Float32Array(4), range });
  expect([[...found.low], [...found.high]]).toEqual([low, high]);
});
