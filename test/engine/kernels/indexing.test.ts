import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { TOLERANCE, valueAndGradients } from '../agreement.ts';
import { uniform } from '../differences.ts';
import { startReference } from '../reference.ts';

beforeAll(() => startReference());

const places = (shape: number[], below: number) =>
  tf.cast(uniform(shape, 9, 0, below), 'int32') as tf.Tensor<tf.Rank>;

// Shape of x, shape of the indices, axis.
const GATHERS: [number[], number[], number][] = [
  [[5], [3], 0],
  [[5], [2, 3], 0],
  [[4, 3], [6], 0],
  [[4, 3], [2, 2], 1],
  [[2, 4, 3], [5], 1],
  [[2, 4, 3, 2], [5], -1],
  [[2, 4, 3, 2], [5], 2],
];

test.each(GATHERS)('entries of [%s] at [%s] along axis %i', async (shape, at, axis) => {
  const length = shape.at(axis)!;
  const f = ({ x, i }: tf.NamedTensorMap) => tf.gather(x, i as tf.Tensor1D, axis);
  const operands = { x: uniform(shape, 1), i: places(at, length) };
  expect(await valueAndGradients(f, operands)).toBeLessThan(TOLERANCE);
  expect(await valueAndGradients(f, operands, { weights: ['x'] })).toBeLessThan(TOLERANCE);
});

test.each([
  [[2, 5], [2, 3], 1, 1],
  [[2, 5, 3], [2, 4], 1, 1],
  [[2, 3, 5], [2, 4], 2, 1],
  [[2, 3, 5, 2], [2, 3, 4], 2, 2],
  [[2, 3, 4, 5], [2, 3], 2, 1],
])(
  'entries of [%s] at [%s] along axis %i, each of %i batch axes for itself',
  async (shape, at, axis, batch) => {
    const f = ({ x, i }: tf.NamedTensorMap) => tf.gather(x, i as tf.Tensor1D, axis, batch);
    const operands = { x: uniform(shape, 1), i: places(at, shape[axis]) };
    expect(await valueAndGradients(f, operands, { at: [] })).toBeLessThan(TOLERANCE);
  },
);

test.each([
  [
    [5, 3],
    [4, 1],
  ],
  [
    [5, 3],
    [4, 2],
  ],
  [
    [3, 3, 4],
    [2, 3, 2],
  ],
])('entries of [%s] at the coordinates [%s]', async (shape, at) => {
  const f = ({ x, i }: tf.NamedTensorMap) => tf.gatherND(x, i);
  const operands = { x: uniform(shape, 1), i: places(at, 3) };
  expect(await valueAndGradients(f, operands, { at: [] })).toBeLessThan(TOLERANCE);
});

describe('sums of segments', () => {
  const sums = (count: number) => (operands: Record<string, Tensor>) =>
    tf.unsortedSegmentSum(operands.x, operands.i as tf.Tensor1D, count);

  test.each([[[6]], [[6, 3]], [[6, 2, 3]]])('of [%s]', async (shape) => {
    const operands = { x: uniform(shape, 1), i: tf.tensor1d([0, 2, 2, 0, 3, 2], 'int32') };
    expect(await valueAndGradients(sums(5), operands)).toBeLessThan(TOLERANCE);
  });

  test('segments that do not exist are left out', async () => {
    const operands = { x: uniform([5, 2], 1), i: tf.tensor1d([-1, 4, 0, 3, 0], 'int32') };
    expect(await valueAndGradients(sums(4), operands, { at: [] })).toBeLessThan(TOLERANCE);
  });
});
