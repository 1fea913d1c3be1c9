import type { Tensor4D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { record } from '../../../src/engine/record/record.ts';
import { simplify } from '../../../src/engine/simplify/simplify.ts';
import { TOLERANCE, valueAndGradients } from '../agreement.ts';
import { uniform } from '../differences.ts';
import { startReference } from '../reference.ts';

beforeAll(() => startReference());

type Stride = 1 | 2 | 3;

/** Channels in groups, each with a part of the filter [rows, cols, channels / groups, O]. */
function grouped(x: tf.Tensor, filter: tf.Tensor, groups: number, stride: Stride, dilation = 1): tf.Tensor {
  const [images, filters] = [x, filter].map((t) => tf.split<Tensor4D>(t as Tensor4D, groups, 3));
  return tf.concat(
    images.map((part, i) => tf.conv2d(part, filters[i], stride, 'same', 'NHWC', dilation)),
    3,
  );
}

describe.each<[number, number, number, number, Stride, number?]>([
  [9, 3, 2, 6, 1],
  [9, 3, 3, 6, 2],
  [10, 3, 2, 4, 2],
  [8, 1, 2, 4, 1],
  [8, 1, 2, 4, 2],
  [11, 5, 2, 4, 3],
  [9, 3, 2, 4, 1, 2],
])(
  'size %i, filter %i, %i groups, %i filters, stride %i, dilation %s',
  (size, k, groups, o, stride, dilation) => {
    const operands = { x: uniform([2, size, size, 6], 1), w: uniform([k, k, 6 / groups, o], 2) };

    test.each(['inputs', 'weights'])('filter among the %s', async (given) => {
      const weights = given === 'weights' ? ['w'] : [];
      const f = ({ x, w }: tf.NamedTensorMap) => grouped(x, w, groups, stride, dilation);
      expect(await valueAndGradients(f, operands, { weights })).toBeLessThan(TOLERANCE);
    });
  },
);

test('a normalisation and a ReLU behind, another convolution before', async () => {
  const one = uniform([1, 1, 3, 8], 5) as Tensor4D;
  const vectors = [1, 2].map((seed) => uniform([8], seed, 0.5, 2) as tf.Tensor1D);
  const f = ({ x, w }: tf.NamedTensorMap) => {
    const y = grouped(tf.conv2d(x as Tensor4D, one, 1, 'same'), w, 4, 1);
    return tf.relu(tf.batchNorm(y, vectors[0], vectors[1], vectors[1], vectors[0]));
  };
  const operands = { x: uniform([2, 6, 5, 3], 1), w: uniform([3, 3, 2, 8], 2) };
  expect(await valueAndGradients(f, operands, { weights: ['w'] })).toBeLessThan(TOLERANCE);
});

test('one kernel forwards and one on the way back, however many groups there are', () => {
  const graph = record({
    name: 'grouped',
    inputs: { x: { shape: [1, 4, 4, 32], dtype: 'float32' } },
    weights: new Map([['w', [3, 3, 2, 32]]]),
    fn: ({ x }, weights) => {
      const f = (at: tf.Tensor) => tf.square(grouped(at, weights.get('w')!, 16, 1));
      return { gradient: tf.grad(f)(x) };
    },
  });
  const kernels = simplify(graph).nodes.map(({ kernel }) => kernel);
  expect(kernels.filter((kernel) => /Conv/.test(kernel))).toEqual([
    'GroupedConv2D',
    'GroupedConv2DBackpropInput',
  ]);
});
