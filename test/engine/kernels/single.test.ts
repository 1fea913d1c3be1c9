import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { TOLERANCE, valueAndGradients } from '../agreement.ts';
import { uniform } from '../differences.ts';
import { startReference } from '../reference.ts';

beforeAll(() => startReference());

const im = (x: Tensor) => x as Tensor4D;
const above = (x: Tensor, low: number) => tf.add(tf.abs(x), low);

const vector = uniform([4], 2);
const positive = uniform([4], 3, 0.5, 2);
const perPixel = uniform([5, 6, 4], 4);

/** Functions of a tensor [2, 5, 6, 4] with values in [-2, 2). */
const KERNELS: Record<string, (x: Tensor) => Tensor> = {
  relu: tf.relu,
  'relu6, saturated': (x) => tf.relu6(tf.mul(x, 8)),
  'relu with a maximum': (x) => tf.clipByValue(tf.relu(tf.mul(x, 4)), 0, 6),
  'leaky relu': (x) => tf.leakyRelu(x, 0.3),
  'leaky relu with a slope above 1': (x) => tf.leakyRelu(x, 1.5),
  prelu: (x) => tf.prelu(x, vector),
  'prelu per pixel': (x) => tf.prelu(x, perPixel),
  elu: tf.elu,
  selu: tf.selu,
  sigmoid: tf.sigmoid,
  tanh: tf.tanh,
  softplus: tf.softplus,
  softsign: (x) => tf.div(x, tf.add(tf.abs(x), 1)),
  'hard sigmoid': (x) => tf.clipByValue(tf.add(tf.mul(x, 0.4), 0.5), 0, 1),
  swish: (x) => tf.mul(x, tf.sigmoid(x)),
  gelu: (x) => tf.mul(tf.mul(x, 0.5), tf.add(1, tf.erf(tf.div(x, Math.SQRT2)))),
  'gelu by tanh': (x) =>
    tf.mul(tf.mul(x, 0.5), tf.add(1, tf.tanh(tf.mul(0.8, tf.add(x, tf.mul(0.04, tf.pow(x, 3))))))),
  mish: (x) => tf.mul(x, tf.tanh(tf.softplus(x))),
  'thresholded relu': (x) => tf.mul(x, tf.cast(tf.greater(x, 0.5), 'float32')),
  softmax: (x) => tf.softmax(x),
  'log softmax': (x) => tf.logSoftmax(x),
  step: (x) => tf.add(tf.step(x), tf.mul(x, tf.step(x, 0.2))),

  exp: tf.exp,
  log: (x) => tf.log(above(x, 0.1)),
  log1p: (x) => tf.log1p(tf.abs(x)),
  expm1: tf.expm1,
  sqrt: (x) => tf.sqrt(above(x, 0.1)),
  rsqrt: (x) => tf.rsqrt(above(x, 0.1)),
  square: tf.square,
  abs: tf.abs,
  neg: tf.neg,
  sign: tf.sign,
  floor: tf.floor,
  ceil: tf.ceil,
  round: (x) => tf.round(tf.mul(x, 2)),
  erf: tf.erf,
  sin: tf.sin,
  cos: tf.cos,
  atan: tf.atan,
  reciprocal: (x) => tf.reciprocal(above(x, 0.5)),
  power: (x) => tf.pow(above(x, 0.5), tf.scalar(3)),
  'x + 0 and x * 1': (x) => tf.mul(tf.add(x, tf.zerosLike(x)), tf.onesLike(x)),
  'sum of three': (x) => tf.addN([x, tf.square(x), tf.relu(x)]),
  where: (x) => tf.where(tf.greater(x, 0), tf.square(x), tf.neg(x)),
  logic: (x) =>
    tf.where(
      tf.logicalOr(tf.logicalAnd(tf.greaterEqual(x, 0), tf.lessEqual(x, 1)), tf.logicalNot(tf.less(x, 1.5))),
      x,
      tf.neg(x),
    ),
  equality: (x) =>
    tf.where(tf.equal(tf.round(x), 0), x, tf.where(tf.notEqual(tf.round(x), 1), tf.square(x), tf.abs(x))),

  mean: (x) => tf.mean(x, [1, 2]),
  'mean, axes kept': (x) => tf.mul(tf.mean(x, [1, 2], true), x),
  'mean over channels': (x) => tf.mean(x, -1),
  'mean over rows': (x) => tf.mean(x, 1),
  sum: (x) => tf.sum(x, [0, 3]),
  'sum of all': (x) => tf.sum(x),
  maximum: (x) => tf.max(x, [1, 2]),
  minimum: (x) => tf.min(x, -1),
  moments: (x) => {
    const { mean, variance } = tf.moments(x, -1, true);
    return tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, 1e-3)));
  },
  'log of summed exponentials': (x) => tf.logSumExp(x, 3, true),

  pad: (x) =>
    tf.pad(x, [
      [0, 0],
      [1, 2],
      [0, 1],
      [0, 0],
    ]),
  'pad with a value': (x) =>
    tf.pad(
      x,
      [
        [0, 0],
        [1, 2],
        [0, 1],
        [0, 0],
      ],
      3,
    ),
  'pad batch and channels': (x) =>
    tf.pad(x, [
      [1, 0],
      [0, 0],
      [0, 0],
      [0, 2],
    ]),
  crop: (x) => tf.slice(x, [0, 1, 1, 0], [-1, 3, 2, -1]),
  'slice of channels': (x) => tf.slice(x, [0, 0, 0, 1], [-1, -1, -1, 2]),
  transpose: (x) => tf.mul(tf.transpose(x, [0, 3, 1, 2]), 2),
  permute: (x) => tf.transpose(x, [0, 2, 1, 3]),
  flatten: (x) => tf.square(tf.reshape(x, [2, -1])),
  'reshape to one pixel': (x) => tf.reshape(x, [2, 1, 1, 120]),
  'new axis': (x) => tf.squeeze(tf.expandDims(tf.square(x), 2), [2]),
  tile: (x) => tf.tile(x, [1, 2, 1, 2]),
  'broadcast to': (x) => tf.mul(tf.broadcastTo(tf.slice(x, [0, 0, 0, 0], [2, 5, 6, 1]), [2, 5, 6, 4]), x),
  concatenate: (x) => tf.concat([x, tf.relu(x), tf.square(x)], 3),
  'concatenate rows': (x) => tf.concat([x, tf.square(x)], 1),
  split: (x) => {
    const [a, b] = tf.split(x, 2, 3);
    return tf.mul(a, b);
  },
  stack: (x) => tf.stack([x, tf.square(x)], 1),
  unstack: (x) => {
    const [a, b] = tf.unstack(x, 0);
    return tf.mul(a, b);
  },
  'upsample nearest': (x) => tf.image.resizeNearestNeighbor(im(x), [10, 12]),
  'upsample bilinear': (x) => tf.image.resizeBilinear(im(x), [10, 12]),
  'resize bilinear, half pixels': (x) => tf.image.resizeBilinear(im(x), [7, 9], false, true),
  'resize bilinear, corners': (x) => tf.image.resizeBilinear(im(x), [11, 4], true),
  'resize nearest, half pixels': (x) => tf.image.resizeNearestNeighbor(im(x), [7, 9], false, true),
  'resize nearest, corners': (x) => tf.image.resizeNearestNeighbor(im(x), [11, 4], true),
  'batch normalisation': (x) => tf.batchNorm(x, vector, positive, vector, positive, 1e-3),
  'batch normalisation without scale and offset': (x) => tf.batchNorm(x, vector, positive),
  'batch normalisation by its own moments': (x) => {
    const { mean, variance } = tf.moments(x, [0, 1, 2]);
    return tf.batchNorm(x, mean, variance, vector, positive, 1e-3);
  },
};

describe.each(Object.entries(KERNELS))('%s', (_, f) => {
  test('alone', async () => {
    expect(await valueAndGradients(({ x }) => f(x), { x: uniform([2, 5, 6, 4], 1, -2, 2) })).toBeLessThan(
      TOLERANCE,
    );
  });

  // Between convolutions the same kernel works channels first.
  test('between convolutions', async () => {
    const before = uniform([1, 1, 4, 4], 7, 0.2, 0.6) as Tensor4D;
    const after = uniform([1, 1, 120, 3], 8);
    const between = ({ x }: tf.NamedTensorMap) => {
      const y = f(tf.conv2d(im(x), before, 1, 'same'));
      if (y.rank !== 4) return y;
      return tf.conv2d(im(y), im(tf.slice(after, [0, 0, 0, 0], [1, 1, y.shape[3]!, 3])), 1, 'same');
    };
    expect(await valueAndGradients(between, { x: uniform([2, 5, 6, 4], 1, -2, 2) })).toBeLessThan(TOLERANCE);
  });
});

/** No gradient in tfjs, or one that is not finite. */
const VALUES: Record<string, (x: Tensor) => Tensor> = {
  'product of channels': (x) => tf.prod(x, 3),
  'place of the largest': (x) => tf.argMax(x, -1),
  'place of the smallest': (x) => tf.argMin(x, 1),
  'cast to whole numbers and back': (x) => tf.mul(tf.cast(tf.cast(tf.mul(x, 3), 'int32'), 'float32'), x),
  'mean of whole numbers': (x) => tf.mean(tf.cast(tf.mul(x, 3), 'int32'), -1),
  comparison: (x) => tf.greater(x, 0.5),
  'selection with an infinite branch not taken': (x) =>
    tf.where(tf.greater(x, 0), tf.log(tf.relu(x)), tf.square(x)),
  'strided slice': (x) => tf.stridedSlice(x, [0, 1, 0, 0], [2, 5, 6, 4], [1, 2, 3, 1]),
  'strided slice that drops an axis': (x) =>
    tf.stridedSlice(x, [0, 1, 0, 0], [2, 5, 6, 4], [1, 1, 1, 1], 0, 0, 0, 0, 2),
  gather: (x) => tf.gather(x, tf.tensor1d([3, 0, 3], 'int32'), -1),
  range: (x) => tf.mul(x, tf.reshape(tf.range(0, 6), [6, 1])),
  fill: (x) => tf.add(x, tf.fill([5, 6, 4], 2.5)),
  'largest entries': (x) => tf.topk(tf.abs(x), 2).values,
  'places of the largest entries': (x) => tf.cast(tf.topk(tf.abs(x), 2).indices, 'float32'),
  'one hot': (x) => tf.oneHot(tf.cast(tf.reshape(tf.mul(x, 3), [-1]), 'int32') as tf.Tensor1D, 4, 2, -1),
};

test.each(Object.entries(VALUES))('value: %s', async (_, f) => {
  const operands = { x: uniform([2, 5, 6, 4], 1, -2, 2) };
  expect(await valueAndGradients(({ x }) => f(x), operands, { at: [] })).toBeLessThan(TOLERANCE);
  const filter = uniform([1, 1, 4, 4], 7, 0.2, 0.6) as Tensor4D;
  const behind = ({ x }: tf.NamedTensorMap) => f(tf.conv2d(im(x), filter, 1, 'same'));
  expect(await valueAndGradients(behind, operands, { at: [] })).toBeLessThan(TOLERANCE);
});
