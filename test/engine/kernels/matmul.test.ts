import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { TOLERANCE, valueAndGradients } from '../agreement.ts';
import { uniform } from '../differences.ts';
import { startReference } from '../reference.ts';

beforeAll(() => startReference());

describe.each([
  [false, false],
  [true, false],
  [false, true],
  [true, true],
])('transposed %s and %s', (transposeA, transposeB) => {
  const [a, b] = [transposeA ? [4, 3] : [3, 4], transposeB ? [5, 4] : [4, 5]];
  const product = ({ a, b }: tf.NamedTensorMap) => tf.matMul(a, b, transposeA, transposeB);

  test.each([
    ['matrices', [], []],
    ['batches', [2, 3], [2, 3]],
  ])('%s', async (_, batchA, batchB) => {
    const operands = { a: uniform([...batchA, ...a], 1), b: uniform([...batchB, ...b], 2) };
    expect(await valueAndGradients(product, operands)).toBeLessThan(TOLERANCE);
    expect(await valueAndGradients(product, operands, { weights: ['b'] })).toBeLessThan(TOLERANCE);
  });

  test('a batch by one matrix, and one by a batch', async () => {
    for (const [batchA, batchB] of [
      [3, 1],
      [1, 3],
    ]) {
      const operands = { a: uniform([batchA, ...a], 1), b: uniform([batchB, ...b], 2) };
      expect(await valueAndGradients(product, operands)).toBeLessThan(TOLERANCE);
    }
  });
});

test.each(['linear', 'relu', 'relu6', 'elu', 'sigmoid', 'leakyrelu'] as const)(
  'fused with %s',
  async (activation) => {
    const f = ({ a, b, c }: tf.NamedTensorMap) =>
      tf.fused.matMul({ a, b, bias: c, activation, leakyreluAlpha: 0.3 });
    const operands = { a: uniform([4, 7], 1, -3, 3), b: uniform([7, 5], 2), c: uniform([5], 3) };
    expect(await valueAndGradients(f, operands, { weights: ['b', 'c'] })).toBeLessThan(TOLERANCE);
    expect(await valueAndGradients(f, { ...operands, c: uniform([1, 5], 3) })).toBeLessThan(TOLERANCE);
  },
);

test('a class chosen by an input', async () => {
  const operands = { x: uniform([3, 4], 1), classes: tf.tensor1d([0, 3, 1], 'int32') };
  const f = ({ x, classes }: tf.NamedTensorMap) => tf.sum(tf.mul(tf.oneHot(classes as Tensor1D, 4), x), -1);
  expect(await valueAndGradients(f, operands)).toBeLessThan(TOLERANCE);
  // Classes that do not exist have no mark.
  const outside = { ...operands, classes: tf.tensor1d([-1, 4, 1], 'int32') };
  expect(await valueAndGradients(f, outside)).toBeLessThan(TOLERANCE);
});

test('softmax cross-entropy', async () => {
  const operands = { x: uniform([5, 10], 1, -4, 4), w: uniform([10, 10], 2) };
  const labels = tf.oneHot(tf.tensor1d([1, 2, 3, 4, 9], 'int32'), 10);
  const f = ({ x, w }: tf.NamedTensorMap) =>
    tf.losses.softmaxCrossEntropy(labels, tf.matMul(x as Tensor2D, w as Tensor2D)) as tf.Tensor;
  expect(await valueAndGradients(f, operands, { weights: ['w'] })).toBeLessThan(TOLERANCE);
});
