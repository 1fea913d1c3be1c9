import '../../../src/tfjs-cpu.ts';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import type { TensorFunction } from '../../../src/engine/engine.ts';
import { record } from '../../../src/engine/record/record.ts';
import { simplify } from '../../../src/engine/simplify/simplify.ts';

beforeAll(() => tf.setBackend('cpu'));

const kernels = (fn: TensorFunction) => {
  const inputs = { x: { shape: [2, 3], dtype: 'float32' }, y: { shape: [2, 3], dtype: 'float32' } } as const;
  return simplify(record({ name: 'test', fn, inputs, weights: new Map() })).nodes.map((node) => node.kernel);
};

test('a value and its gradient share the forward pass', () => {
  const f = (x: tf.Tensor) => tf.sigmoid(tf.exp(x));
  const both: TensorFunction = ({ x }) => ({ y: f(x), g: tf.grad((t) => tf.sum(f(t)))(x) });
  expect(kernels(both).filter((kernel) => kernel === 'Exp' || kernel === 'Sigmoid')).toEqual([
    'Exp',
    'Sigmoid',
  ]);
});

test('scalars written twice count as one', () => {
  expect(kernels(({ x }) => ({ a: tf.add(x, 2), b: tf.add(x, 2) }))).toEqual(['Add']);
});

test.each<[string, TensorFunction]>([
  ['operands', ({ x, y }) => ({ a: tf.exp(x), b: tf.exp(y) })],
  ['order of the operands', ({ x, y }) => ({ a: tf.sub(x, y), b: tf.sub(y, x) })],
  ['attributes', ({ x }) => ({ a: tf.sum(x, 0), b: tf.sum(x, 1) })],
  ['constants', ({ x }) => ({ a: tf.mul(x, 2), b: tf.mul(x, 3) })],
  [
    'tensors of constants',
    ({ x }) => ({ a: tf.mul(x, tf.tensor1d([1, 2, 3])), b: tf.mul(x, tf.tensor1d([3, 2, 1])) }),
  ],
])('other %s make another node', (_, fn) => {
  expect(kernels(fn)).toHaveLength(2);
});

test('results with several parts are merged part by part', () => {
  const fn: TensorFunction = ({ x }) => ({ a: tf.split(x, 3, 1)[0], b: tf.split(x, 3, 1)[2] });
  expect(kernels(fn)).toEqual(['SplitV']);
});
