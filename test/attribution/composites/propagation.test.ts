import type { Tensor, Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { lrpEpsilon } from '../../../src/attribution/composites/lrp-epsilon.ts';
import { lrpZPlus } from '../../../src/attribution/composites/lrp-z-plus.ts';
import type { Composite } from '../../../src/engine/composite.ts';
import { withComposite } from '../../../src/engine/composite.ts';
import { relativeError, uniform } from '../../engine/differences.ts';
import { startReference } from '../../engine/reference.ts';

const epsilon = lrpEpsilon({ epsilon: 1e-6, relative: false });
const zPlus = lrpZPlus({ bias: true });

let image: Tensor4D;
let filter: Tensor4D;
let norm: Record<'mean' | 'variance' | 'offset' | 'scale' | 'bias', Tensor1D>;

beforeAll(async () => {
  await startReference();
  image = uniform([2, 5, 5, 2], 1, 0, 1) as Tensor4D;
  filter = uniform([3, 3, 2, 4], 2, -1, 1) as Tensor4D;
  const vector = (seed: number, low: number, high: number) => uniform([4], seed, low, high) as Tensor1D;
  norm = {
    mean: vector(3, -0.5, 0.5),
    variance: vector(4, 0.5, 2),
    offset: vector(5, -0.5, 0.5),
    scale: vector(6, 0.5, 2),
    bias: vector(7, -0.3, 0.3),
  };
});

/** The relevance of x, where that of what the network makes is the values themselves. */
function relevance(composite: Composite, f: (x: Tensor) => Tensor, x: Tensor): Float32Array {
  const ones = (t: Tensor) => withComposite(composite, () => f(t), t).result;
  const start = tf.customGrad((given, save) => {
    (save as tf.GradSaveFunc)([given as Tensor]);
    return { value: tf.sum(given as Tensor), gradFunc: (_, saved) => (saved as Tensor[])[0].clone() };
  });
  return tf
    .grad((t) => start(ones(t)))(x)
    .dataSync() as Float32Array;
}

const conv = (x: Tensor, w: Tensor4D) => tf.conv2d(x as Tensor4D, w, 1, 'same');
const normal = (y: Tensor) => tf.batchNorm(y, norm.mean, norm.variance, norm.offset, norm.scale, 1e-3);

describe.each([
  ['epsilon', () => epsilon],
  ['z-plus', () => zPlus],
])('%s', (_, composite) => {
  test('merges what follows a convolution channel by channel', () => {
    const factor = tf.div(norm.scale, tf.sqrt(tf.add(norm.variance, 1e-3)));
    const folded = tf.mul(filter, factor) as Tensor4D;
    const shift = tf.add(norm.offset, tf.mul(tf.sub(norm.bias, norm.mean), factor));
    const apart = relevance(composite(), (x) => normal(tf.add(conv(x, filter), norm.bias)), image);
    const merged = relevance(composite(), (x) => tf.add(conv(x, folded), shift), image);
    expect(relativeError(merged, apart)).toBeLessThan(1e-5);
  });

  test('takes a padded convolution for one that pads itself', () => {
    const padded = (x: Tensor) =>
      tf.conv2d(
        tf.pad(x as Tensor4D, [
          [0, 0],
          [1, 1],
          [1, 1],
          [0, 0],
        ]),
        filter,
        1,
        'valid',
      );
    const apart = relevance(composite(), padded, image);
    expect(
      relativeError(
        relevance(composite(), (x) => conv(x, filter), image),
        apart,
      ),
    ).toBeLessThan(1e-5);
  });
});

test('a dense layer in loops', () => {
  const x = uniform([2, 6], 8, -1, 1) as Tensor2D;
  const w = uniform([6, 4], 9, -1, 1) as Tensor2D;
  const f = (t: Tensor) => tf.fused.matMul({ a: t as Tensor2D, b: w, bias: norm.bias, activation: 'linear' });
  const [rows, weights, bias] = [x.arraySync(), w.arraySync(), norm.bias.arraySync()];
  const expected = rows.flatMap((row) =>
    row.map((value, i) =>
      bias.reduce((sum, own, j) => {
        const products = row.map((v, k) => v * weights[k][j]);
        const y = own + products.reduce((a, b) => a + b, 0);
        const plus = Math.max(own, 0) + products.reduce((a, b) => a + Math.max(b, 0), 0);
        return sum + (Math.max(value * weights[i][j], 0) / (plus + 1e-6)) * y;
      }, 0),
    ),
  );
  expect(relativeError(expected, relevance(zPlus, f, x))).toBeLessThan(1e-5);
});

describe('what has no rule is refused by its name', () => {
  const cases: [string, (x: Tensor) => Tensor][] = [
    ['a norm after an activation', (x) => normal(tf.relu(conv(x, filter)))],
    [
      'a norm of what something else reads too',
      (x) => {
        const y = conv(x, filter);
        return tf.add(normal(y), y);
      },
    ],
    ['a product of two data', (x) => tf.mul(conv(x, filter), tf.sigmoid(conv(x, filter)))],
    ['a softmax within', (x) => conv(tf.softmax(x), filter)],
  ];
  test.each(cases)('%s', (_, f) => {
    expect(() => relevance(epsilon, f, image)).toThrowErrorMatchingSnapshot();
  });
});
