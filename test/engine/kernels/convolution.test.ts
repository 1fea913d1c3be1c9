import type { Tensor3D, Tensor4D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { runCompiled, TOLERANCE, valueAndGradients } from '../agreement.ts';
import { numericGradient, relativeError, uniform } from '../differences.ts';
import { startReference } from '../reference.ts';

type Pad = 'same' | 'valid' | number;
const im = (t: unknown) => t as Tensor4D;

beforeAll(() => startReference());

// Size, filter, stride, pad, dilation: odd and even sizes, rows left over, pads wider than the filter reaches.
const CASES: [number, number, number, Pad, number?][] = [
  [9, 3, 1, 'same'],
  [9, 3, 1, 'valid'],
  [9, 3, 2, 'same'],
  [10, 3, 2, 'same'],
  [10, 3, 2, 'valid'],
  [9, 1, 1, 'same'],
  [9, 1, 2, 'valid'],
  [10, 1, 2, 'same'],
  [6, 1, 1, 1],
  [6, 1, 2, 1],
  [11, 5, 3, 'same'],
  [12, 7, 2, 3],
  [8, 4, 2, 'same'],
  [8, 2, 1, 'same'],
  [10, 2, 3, 'valid'],
  [9, 3, 1, 'same', 2],
  [11, 3, 1, 'valid', 3],
];

describe.each(CASES)(
  'size %i, filter %i, stride %i, pad %s, dilation %s',
  (size, k, stride, pad, dilation = 1) => {
    for (const given of ['inputs', 'weights']) {
      const weights = given === 'weights' ? ['w'] : [];
      test(`convolution, filter among the ${given}`, async () => {
        const operands = { x: uniform([2, size, size, 5], 1), w: uniform([k, k, 5, 4], 2) };
        const f = ({ x, w }: tf.NamedTensorMap) => tf.conv2d(im(x), im(w), stride, pad, 'NHWC', dilation);
        expect(await valueAndGradients(f, operands, { weights })).toBeLessThan(TOLERANCE);
      });
      test(`depthwise, filter among the ${given}`, async () => {
        const operands = { x: uniform([2, size, size, 5], 1), w: uniform([k, k, 5, 2], 2) };
        const f = ({ x, w }: tf.NamedTensorMap) =>
          tf.depthwiseConv2d(im(x), im(w), stride, pad, 'NHWC', dilation);
        expect(await valueAndGradients(f, operands, { weights })).toBeLessThan(TOLERANCE);
      });
    }
  },
);

const bias = uniform([4], 3);
const one = uniform([1, 1, 4, 4], 4);
const wide = uniform([3, 5, 4, 2], 11);
const three = uniform([3, 3, 4, 4], 5);
const depth = uniform([3, 3, 4, 1], 6);
const vectors = [uniform([4], 7), uniform([4], 8, 0.5, 2), uniform([4], 9), uniform([4], 10, 0.5, 2)];
const padded = (x: Tensor4D, rows: [number, number], cols: [number, number]) =>
  tf.pad(x, [[0, 0], rows, cols, [0, 0]]);
const norm = (x: Tensor4D) =>
  tf.batchNorm(
    x,
    vectors[0] as tf.Tensor1D,
    vectors[1] as tf.Tensor1D,
    vectors[2] as tf.Tensor1D,
    vectors[3] as tf.Tensor1D,
    1e-3,
  );

// What is taken up by a convolution, or asks for a part of its gradient.
const COMPOUNDS: Record<string, (x: Tensor4D) => tf.Tensor> = {
  'strides that differ': (x) => tf.conv2d(x, wide as Tensor4D, [2, 1], 'same'),
  bias: (x) => tf.add(tf.conv2d(x, three as Tensor4D, 1, 'same'), bias),
  'bias and ReLU': (x) => tf.relu(tf.add(tf.conv2d(x, three as Tensor4D, 1, 'same'), bias)),
  'bias, scale, bias': (x) =>
    tf.add(tf.mul(tf.add(tf.conv2d(x, three as Tensor4D, 1, 'same'), bias), vectors[1]), bias),
  BatchNorm: (x) => tf.relu(norm(tf.conv2d(x, three as Tensor4D, 1, 'same'))),
  'BatchNorm after ReLU': (x) => norm(tf.relu(tf.conv2d(x, three as Tensor4D, 1, 'same'))),
  'a result read twice': (x) => {
    const y = tf.conv2d(x, three as Tensor4D, 1, 'same');
    return tf.add(tf.relu(tf.add(y, bias)), y);
  },
  'padding before': (x) => tf.conv2d(padded(x, [0, 1], [0, 1]), three as Tensor4D, 2, 'valid'),
  'wide padding before': (x) => tf.conv2d(padded(x, [3, 1], [0, 4]), three as Tensor4D, 1, 'valid'),
  'padding before a strided pointwise one': (x) =>
    tf.conv2d(padded(x, [0, 1], [1, 0]), one as Tensor4D, 2, 'valid'),
  'padding before a depthwise one': (x) =>
    tf.depthwiseConv2d(padded(x, [0, 1], [0, 1]), depth as Tensor4D, 2, 'valid'),
  'a padded image read twice': (x) => {
    const framed = padded(x, [1, 1], [1, 1]);
    return tf.add(tf.conv2d(framed, three as Tensor4D, 1, 'valid'), tf.maxPool(framed, 3, 1, 'valid'));
  },
  'two strided gradients that meet': (x) =>
    tf.relu(
      tf.add(
        tf.conv2d(x, one as Tensor4D, 2, 'same'),
        tf.relu(tf.conv2d(x, tf.neg(one) as Tensor4D, 2, 'same')),
      ),
    ),
  residual: (x) => tf.relu(tf.add(x, tf.conv2d(tf.relu(x), three as Tensor4D, 1, 'same'))),
};

test.each(Object.entries(COMPOUNDS))('%s', async (_, f) => {
  for (const size of [8, 7]) {
    const between = ({ x }: tf.NamedTensorMap) => f(tf.conv2d(im(x), one as Tensor4D, 1, 'same'));
    expect(await valueAndGradients(between, { x: uniform([2, size, size, 4], 12) })).toBeLessThan(TOLERANCE);
  }
});

test.each(['linear', 'relu', 'relu6', 'elu', 'sigmoid', 'leakyrelu'] as const)(
  'fused with %s',
  async (activation) => {
    const operands = { x: uniform([2, 6, 6, 3], 1, -4, 4), w: uniform([3, 3, 3, 4], 2), b: uniform([4], 3) };
    const conv = ({ x, w, b }: tf.NamedTensorMap) =>
      tf.fused.conv2d({
        x: im(x),
        filter: im(w),
        strides: 1,
        pad: 'same',
        bias: b,
        activation,
        leakyreluAlpha: 0.3,
      });
    expect(await valueAndGradients(conv, operands, { weights: ['w', 'b'] })).toBeLessThan(TOLERANCE);
    const depthwise = ({ x, w, b }: tf.NamedTensorMap) =>
      tf.fused.depthwiseConv2d({
        x: im(x),
        filter: im(w),
        strides: 1,
        pad: 'same',
        bias: b,
        activation,
        leakyreluAlpha: 0.3,
      });
    const twelve = { ...operands, b: uniform([12], 3) };
    expect(await valueAndGradients(depthwise, twelve, { weights: ['w', 'b'] })).toBeLessThan(TOLERANCE);
  },
);

test('transposed, separable and one-dimensional convolutions', async () => {
  const transposed = ({ x, w }: tf.NamedTensorMap) =>
    tf.conv2dTranspose(im(x), im(w), [2, 9, 9, 3], 2, 'same');
  const images = { x: uniform([2, 5, 5, 4], 1), w: uniform([3, 3, 3, 4], 2) };
  expect(await valueAndGradients(transposed, images)).toBeLessThan(TOLERANCE);
  const separable = ({ x, d, p }: tf.NamedTensorMap) => tf.separableConv2d(im(x), im(d), im(p), 2, 'same');
  const two = { x: uniform([2, 7, 7, 3], 1), d: uniform([3, 3, 3, 2], 2), p: uniform([1, 1, 6, 5], 3) };
  expect(await valueAndGradients(separable, two)).toBeLessThan(TOLERANCE);
  const line = ({ x, w }: tf.NamedTensorMap) => tf.conv1d(x as Tensor3D, w as Tensor3D, 2, 'same');
  expect(await valueAndGradients(line, { x: uniform([2, 11, 3], 1), w: uniform([3, 3, 4], 2) })).toBeLessThan(
    TOLERANCE,
  );
});

test('sizes rounded up, where tfjs forgets the last row in its gradient', async () => {
  const x = uniform([1, 6, 6, 2], 1);
  const w = uniform([3, 3, 2, 2], 2);
  const f = (x: tf.Tensor, w: tf.Tensor) =>
    tf.sum(tf.square(tf.conv2d(im(x), im(w), 2, 0, 'NHWC', 1, 'ceil')));
  const actual = await runCompiled(
    ({ x, w }) => {
      const [atX, atW] = tf.grads(f)([x, w]);
      return { atX, atW };
    },
    { x, w },
  );
  expect(
    relativeError(
      numericGradient((t) => f(t, w), x),
      actual.atX,
    ),
  ).toBeLessThan(1e-2);
  expect(
    relativeError(
      numericGradient((t) => f(x, t), w),
      actual.atW,
    ),
  ).toBeLessThan(1e-2);
});
