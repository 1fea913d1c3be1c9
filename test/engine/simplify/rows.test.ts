import '../../../src/tfjs-cpu.ts';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { TensorFunction } from '../../../src/engine/engine.ts';
import { record } from '../../../src/engine/record/record.ts';
import { simplify } from '../../../src/engine/simplify/simplify.ts';
import { disagreement, TOLERANCE } from '../agreement.ts';
import { uniform } from '../differences.ts';

beforeAll(() => tf.setBackend('cpu'));

const image = () => uniform([2, 6, 6, 3], 1);
const weights = () => ({
  square: uniform([3, 3, 3, 3], 2),
  depthwise: uniform([3, 3, 3, 1], 3),
  vector: uniform([3], 4),
});
type Inside = ReadonlyMap<string, Tensor>;

/** What is joined with rows of nothing, passed on, and cut off again. */
const PASSED: Readonly<Record<string, (t: Tensor, w: Inside) => Tensor>> = {
  'a factor': (t, w) => tf.mul(t, w.get('vector')!),
  'a sum with another of the same kind': (t) =>
    tf.add(t, tf.concat([tf.square(tf.slice(t, 0, 2)), tf.slice(t, 0, 2)])),
  'the mask of a ReLU': (t, w) => tf.mul(t, tf.step(tf.add(t, w.get('vector')!))),
  'the mask of a capped ReLU': (t, w) => {
    const y = tf.add(t, w.get('vector')!);
    const inside = tf.logicalAnd(tf.greaterEqual(y, 0), tf.lessEqual(y, 0.5));
    return tf.where(inside, t, tf.zerosLike(t));
  },
  'the way back through a convolution': (t, w) =>
    tf.conv2dTranspose(t as Tensor4D, w.get('square') as Tensor4D, [4, 6, 6, 3], 1, 'same'),
  'a reshape': (t) => tf.reshape(t, [4, 36, 3]),
  'a part of the pixels': (t) => tf.slice(t, [0, 1, 1, 0], [-1, 4, 4, -1]),
};

const shapes = (graph: ReturnType<typeof simplify>, batch: number) =>
  graph.nodes.flatMap(({ outputs }) => outputs).filter(({ shape }) => shape[0] === batch);

describe.each(Object.entries(PASSED))('%s', (_, pass) => {
  const fn: TensorFunction = ({ x }, w) => {
    const whole = pass(tf.concat([x, tf.zerosLike(x)], 0), w);
    return { y: tf.slice(whole, [0], [2]) };
  };

  test('gives the rows that are read', async () => {
    expect(await disagreement(fn, { x: image() }, weights())).toBeLessThan(TOLERANCE);
  });

  test('computes no others', () => {
    const inputs = { x: { shape: [2, 6, 6, 3], dtype: 'float32' } } as const;
    const own = new Map(Object.entries(weights()).map(([name, { shape }]) => [name, shape]));
    expect(shapes(simplify(record({ name: 'test', fn, inputs, weights: own })), 4)).toEqual([]);
  });
});

test('rows that are something are kept where they are read', async () => {
  const fn: TensorFunction = ({ x }) => {
    const both = tf.mul(tf.concat([x, tf.add(x, 1)], 0), 2);
    const [first, second] = tf.split(both, 2, 0);
    return { first, second, all: tf.sum(both, [1, 2, 3]) };
  };
  expect(await disagreement(fn, { x: image() })).toBeLessThan(TOLERANCE);
});

test('rows from further down are no first rows', async () => {
  const fn: TensorFunction = ({ x }) => {
    const both = tf.mul(tf.concat([x, tf.add(x, 1)], 0), 2);
    return {
      y: tf.slice(both, [1, 0, 0, 0], [2, -1, -1, -1]),
      z: tf.slice(both, [0, 1, 0, 0], [2, 2, -1, -1]),
    };
  };
  expect(await disagreement(fn, { x: image() })).toBeLessThan(TOLERANCE);
});
