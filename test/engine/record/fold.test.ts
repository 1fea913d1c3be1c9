import '../../../src/tfjs-cpu.ts';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import type { TensorFunction } from '../../../src/engine/engine.ts';
import { record } from '../../../src/engine/record/record.ts';

beforeAll(() => tf.setBackend('cpu'));

const recorded = (fn: TensorFunction) =>
  record({ name: 'test', fn, inputs: { x: { shape: [4, 6], dtype: 'float32' } }, weights: new Map() });

test('whole numbers computed from shapes are known while recording', () => {
  const { nodes, outputs } = recorded(({ x }) => {
    const shape = tf.tensor1d(x.shape, 'int32');
    const batch = tf.slice1d(shape, 0, 1);
    const features = tf.prod(tf.slice1d(shape, 1, 1));
    const halves = tf.floorDiv(features, tf.scalar(2, 'int32'));
    const target = tf.concat([batch, tf.tensor1d([2], 'int32'), tf.reshape(halves, [1])]);
    return { y: tf.reshape(x, [...target.dataSync()]) };
  });
  expect(nodes.map(({ kernel }) => kernel)).toEqual(['Reshape']);
  expect(outputs.get('y')?.shape).toEqual([4, 2, 3]);
});

test('a range of whole numbers too, and parts that come as a list', () => {
  const { nodes, outputs } = recorded(({ x }) => {
    const range = tf.range(0, 4, 1, 'int32');
    const [, second] = tf.split(range, 2);
    const [only] = tf.unstack(tf.reshape(second, [1, 2]));
    return { y: tf.sum(x), indices: only };
  });
  expect(nodes.map(({ kernel }) => kernel)).toEqual(['Sum']);
  expect(outputs.get('indices')?.source).toEqual({ kind: 'constant', data: Int32Array.of(2, 3) });
});

test('numbers that come from the input, floating-point ones and long lists are recorded', () => {
  const { nodes } = recorded(({ x }) => ({
    a: tf.add(tf.cast(x, 'int32'), tf.scalar(1, 'int32')),
    b: tf.add(tf.tensor1d([1, 2]), tf.tensor1d([3, 4])),
    c: tf.add(tf.range(0, 5000, 1, 'float32'), tf.scalar(1)),
  }));
  expect(nodes.map(({ kernel }) => kernel)).toEqual(expect.arrayContaining(['Cast', 'Add', 'Add', 'Add']));
});

test('folding leaves nothing behind', () => {
  const fold = () =>
    recorded(({ x }) => ({ y: tf.reshape(x, tf.tensor1d(x.shape, 'int32').dataSync() as never) }));
  fold();
  const before = tf.backend().numDataIds();
  fold();
  expect(tf.backend().numDataIds()).toBe(before);
});
