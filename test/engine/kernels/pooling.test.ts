import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { runCompiled, TOLERANCE, valueAndGradients } from '../agreement.ts';
import { numericGradient, relativeError, uniform } from '../differences.ts';
import { startReference } from '../reference.ts';

beforeAll(() => startReference());

type Window = number | [number, number];
const CASES: [number, Window, Window, 'same' | 'valid' | number][] = [
  [8, 2, 2, 'valid'],
  [9, 2, 2, 'valid'],
  [9, 2, 2, 'same'],
  [9, 3, 2, 'same'],
  [10, 3, 2, 'valid'],
  [10, 3, 2, 'same'],
  [9, 3, 1, 'same'],
  [9, 3, 3, 'valid'],
  [8, 3, 2, 1],
  [7, 2, 3, 'valid'],
  [7, [2, 3], [2, 3], 'valid'],
  [6, [1, 2], [1, 2], 'valid'],
  [7, [3, 2], [1, 2], 'same'],
  [6, 6, 1, 'valid'],
];

/** Plateaus of zeros and repeated maxima, as after a ReLU. */
const withTies = (shape: number[]) => tf.relu(tf.round(uniform(shape, 3, -2, 2)));

describe.each(CASES)('size %i, window %s, stride %s, pad %s', (size, window, stride, pad) => {
  const pool =
    (kind: 'max' | 'avg') =>
    ({ x }: tf.NamedTensorMap) =>
      (kind === 'max' ? tf.maxPool : tf.avgPool)(x as Tensor4D, window, stride, pad);

  test.each([
    ['distinct values', () => uniform([2, size, size, 3], 1)],
    ['ties', () => withTies([2, size, size, 3])],
    ['one value', () => tf.ones([2, size, size, 3])],
    ['negative values', () => uniform([2, size, size, 3], 1, -5, -4)],
  ])('maximum of %s', async (_, make) => {
    expect(await valueAndGradients(pool('max'), { x: make() })).toBeLessThan(TOLERANCE);
  });

  test('average', async () => {
    expect(await valueAndGradients(pool('avg'), { x: uniform([2, size, size, 3], 1) })).toBeLessThan(
      TOLERANCE,
    );
  });
});

test('among equal maxima the first in row-major order takes the gradient', async () => {
  const x = tf.tensor4d([0, 0, 0, 1, 1, 0, 0, 1, 1], [1, 3, 3, 1]);
  const places = async (size: number, stride: number) => {
    const f = (t: Tensor) => tf.sum(tf.maxPool(t as Tensor4D, size, stride, 'valid'));
    return [...(await runCompiled(({ x }) => ({ g: tf.grad(f)(x) }), { x })).g];
  };
  expect(await places(3, 3)).toEqual([0, 0, 0, 1, 0, 0, 0, 0, 0]);
  expect(await places(2, 1)).toEqual([0, 0, 0, 2, 2, 0, 0, 0, 0]);
  expect(await places(2, 2)).toEqual([0, 0, 0, 1, 0, 0, 0, 0, 0]);
});

test.each([
  ['same', 1],
  ['same', 2],
  [1, 2],
] as const)('average pooling, pad %s, stride %i, against finite differences', async (pad, stride) => {
  const x = uniform([1, 5, 5, 2], 2);
  const f = (t: Tensor) => tf.sum(tf.square(tf.avgPool(t as Tensor4D, 3, stride, pad)));
  const { g } = await runCompiled(({ x }) => ({ g: tf.grad(f)(x) }), { x });
  expect(relativeError(numericGradient(f, x), g)).toBeLessThan(2e-3);
});

test('a padded image before maximum pooling keeps its zeros', async () => {
  const f = ({ x }: tf.NamedTensorMap) =>
    tf.maxPool(
      tf.pad(x as Tensor4D, [
        [0, 0],
        [1, 1],
        [1, 1],
        [0, 0],
      ]),
      3,
      2,
      'valid',
    );
  for (const x of [withTies([2, 8, 8, 3]), uniform([2, 8, 8, 3], 1, -5, -4)]) {
    expect(await valueAndGradients(f, { x })).toBeLessThan(TOLERANCE);
  }
});

test('pads beyond the window are refused by name', async () => {
  const x = uniform([1, 6, 6, 1], 1);
  const refused = runCompiled(({ x }) => ({ y: tf.maxPool(x as Tensor4D, 2, 2, 2) }), { x });
  await expect(refused).rejects.toThrowErrorMatchingInlineSnapshot(
    `[UnsupportedKernelError: kernel MaxPool cannot be compiled: pads [2,2,2,2] reach over the whole window]`,
  );
});
