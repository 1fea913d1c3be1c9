import type { Scalar, Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { installCorrections } from '../../src/engine/tfjs-corrections.ts';
import { numericGradient, relativeError, uniform } from './differences.ts';
import { REFERENCE, startReference } from './reference.ts';

type Function = (x: Tensor) => Tensor;

beforeAll(() => startReference());

const b = uniform([3, 1], 2);
const matrices = uniform([2, 4, 3], 3);
const four = (x: Tensor) => tf.reshape(x, [1, 2, 3, 4]) as Tensor4D;

/** Functions of a tensor [2, 3, 4] whose gradients tfjs has wrong, half or not at all. */
const FUNCTIONS: Record<string, Function> = {
  'running sum along the first axis': (x) => tf.cumsum(x, 0),
  'running sum along the second axis, from the end': (x) => tf.cumsum(x, 1, true, true),
  product: (x) => tf.prod(x, 1),
  'product over two axes': (x) => tf.prod(x, [0, 2]),
  'reflected frame': (x) =>
    tf.mirrorPad(
      x,
      [
        [1, 0],
        [2, 1],
        [0, 3],
      ] as never,
      'reflect',
    ),
  'symmetric frame': (x) =>
    tf.mirrorPad(
      x,
      [
        [2, 1],
        [0, 3],
        [4, 4],
      ] as never,
      'symmetric',
    ),
  'every second element': (x) => tf.stridedSlice(x, [0, 0, 1], [2, 3, 4], [1, 2, 2]),
  'every second element, backwards': (x) => tf.stridedSlice(x, [1, 2, 3], [0, 0, 0], [-1, -1, -2]),
  'blocks of channels': (x) => tf.depthToSpace(four(x), 2),
  'product of matrices by labels': (x) => tf.einsum('abc,acd->adb', x, matrices),
  'sum by labels': (x) => tf.einsum('abc->ca', x),
  'repeated batch of matrices': (x) => tf.matMul(tf.slice(x, [0, 0, 0], [1, 3, 4]), matrices),
  'maximum with what is repeated': (x) => tf.maximum(tf.sum(x, 2, true), x),
  'minimum with what is repeated': (x) => tf.minimum(x, tf.slice(x, [0, 0, 0], [1, 1, 4])),
  'squared difference to what is repeated': (x) => tf.squaredDifference(b, tf.sum(x, 1, true)),
  'repetition along two of five axes': (x) => tf.tile(tf.reshape(x, [2, 3, 1, 2, 2]), [1, 2, 1, 3, 1]),
  'whole-number quotient': (x) => tf.mul(x, tf.cast(tf.floorDiv(x, tf.scalar(0.7)), 'float32')),
};

const x = uniform([2, 3, 4], 1);

function error(f: Function): number {
  const scalar = (at: Tensor): Scalar => {
    const y = f(at);
    return tf.sum(tf.mul(y, tf.reshape(tf.cos(tf.range(1, y.size + 1)), y.shape)));
  };
  return relativeError(numericGradient(scalar, x, 2e-3), tf.grad(scalar)(x).dataSync());
}

describe.each(Object.entries(FUNCTIONS))('gradient of %s', (name, f) => {
  // tfjs-node brings the chained methods that tfjs uses in the gradient of a product.
  test.skipIf(REFERENCE !== 'cpu' && /^product( over|$)/.test(name))('is wrong, or missing, in tfjs', () => {
    let before = Number.POSITIVE_INFINITY;
    try {
      before = error(f);
    } catch {
      // Missing.
    }
    expect(before).toBeGreaterThan(0.05);
  });
});

describe('after the corrections', () => {
  beforeAll(() => installCorrections());

  test.each(Object.entries(FUNCTIONS))('gradient of %s', (_, f) => {
    expect(error(f)).toBeLessThan(2e-3);
  });
});
