import type { Tensor, Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { valuesOf } from '../probe-network.ts';

/** A function of tensors of given shapes; its value and its derivatives by all of them are compared. */
interface Probe {
  readonly shapes: readonly (readonly number[])[];
  readonly fn: (...tensors: Tensor[]) => Tensor;
}

const im = (x: Tensor) => x as Tensor4D;

/** Moments and parameters as a network's are: variances are positive. */
function batchNorm(x: Tensor, mean: Tensor, variance: Tensor, offset: Tensor, scale: Tensor): Tensor4D {
  const positive = tf.add(tf.abs(variance), 0.5) as Tensor1D;
  return tf.batchNorm(im(x), mean as Tensor1D, positive, offset as Tensor1D, scale as Tensor1D, 1e-3);
}

const convolved = (stride: 1 | 2, padding: 'same' | 'valid') => (x: Tensor, filter: Tensor) =>
  tf.conv2d(im(x), im(filter), stride, padding);
const IMAGES = [2, 12, 12, 16];
const moments = (channels: number) => [[channels], [channels], [channels], [channels]];
const MOMENTS = moments(32);

/**
 * One for each kind of kernel that has an implementation of its own in oneDNN, and small networks of the kinds that go wrong
 * where single kernels do not: residual, inverted residual, and parallel branches, each with batch normalisation.
 */
export const PROBES: Readonly<Record<string, Probe>> = {
  'convolution of colours': {
    shapes: [
      [2, 13, 13, 3],
      [3, 3, 3, 32],
    ],
    fn: convolved(1, 'same'),
  },
  'strided convolution': { shapes: [IMAGES, [3, 3, 16, 24]], fn: convolved(2, 'same') },
  'unpadded convolution': { shapes: [IMAGES, [5, 5, 16, 8]], fn: convolved(1, 'valid') },
  'convolution of single pixels': { shapes: [IMAGES, [1, 1, 16, 64]], fn: convolved(1, 'same') },
  'strided convolution of single pixels': { shapes: [IMAGES, [1, 1, 16, 32]], fn: convolved(2, 'valid') },
  'depthwise convolution': {
    shapes: [IMAGES, [3, 3, 16, 1]],
    fn: (x, filter) => tf.depthwiseConv2d(im(x), im(filter), 1, 'same'),
  },
  'strided depthwise convolution': {
    shapes: [IMAGES, [3, 3, 16, 1]],
    fn: (x, filter) => tf.depthwiseConv2d(im(x), im(filter), 2, 'same'),
  },
  'transposed convolution': {
    shapes: [
      [2, 6, 6, 16],
      [3, 3, 8, 16],
    ],
    fn: (x, filter) => tf.conv2dTranspose(im(x), im(filter), [2, 12, 12, 8], 2, 'same'),
  },
  'fused convolution': {
    shapes: [IMAGES, [3, 3, 16, 32], [32]],
    fn: (x, filter, bias) =>
      tf.fused.conv2d({
        ...{ x: im(x), filter: im(filter), strides: 1, pad: 'same', bias, activation: 'relu' },
      }),
  },
  // oneDNN has three, for numbers of channels that 16, 8 and 4 divide.
  'batch normalisation': { shapes: [[2, 9, 9, 32], ...moments(32)], fn: batchNorm },
  'batch normalisation of 24 channels': { shapes: [[2, 9, 9, 24], ...moments(24)], fn: batchNorm },
  'batch normalisation of 20 channels': { shapes: [[2, 9, 9, 20], ...moments(20)], fn: batchNorm },
  'batch normalisation of 3 channels': { shapes: [[2, 9, 9, 3], ...moments(3)], fn: batchNorm },
  'maximum pool': { shapes: [IMAGES], fn: (x) => tf.maxPool(im(x), 3, 2, 'same') },
  'average pool': { shapes: [IMAGES], fn: (x) => tf.avgPool(im(x), 2, 2, 'valid') },
  'mean over an image': { shapes: [IMAGES], fn: (x) => tf.mean(x, [1, 2]) },
  'matrix product': {
    shapes: [
      [8, 129],
      [129, 66],
    ],
    fn: (a, b) => tf.matMul(a as Tensor2D, b as Tensor2D),
  },
  'products of batches of matrices': {
    shapes: [
      [4, 17, 32],
      [4, 32, 17],
    ],
    fn: (a, b) => tf.softmax(tf.matMul(a, b)),
  },
  activations: {
    shapes: [[2, 9, 9, 32]],
    fn: (x) => tf.addN([tf.relu(x), tf.relu6(x), tf.elu(x), tf.sigmoid(x), tf.tanh(x), tf.leakyRelu(x, 0.1)]),
  },
  'sums and joins': {
    shapes: [
      [2, 8, 8, 16],
      [2, 8, 8, 16],
    ],
    fn: (a, b) => tf.concat([tf.add(a, b), tf.mul(a, b), tf.sub(a, b)], 3),
  },
  'a residual network': {
    shapes: [
      [2, 16, 16, 3],
      [3, 3, 3, 32],
      ...MOMENTS,
      [1, 1, 32, 32],
      ...MOMENTS,
      [3, 3, 32, 32],
      ...MOMENTS,
      [32, 10],
    ],
    fn: (x, stem, a, b, c, d, down, e, f, g, h, wide, i, j, k, l, dense) => {
      const first = tf.relu(batchNorm(tf.conv2d(im(x), im(stem), 2, 'same'), a, b, c, d));
      const pooled = tf.maxPool(im(first), 3, 2, 'same');
      const narrow = tf.relu(batchNorm(tf.conv2d(pooled, im(down), 1, 'same'), e, f, g, h));
      const block = batchNorm(tf.conv2d(im(narrow), im(wide), 1, 'same'), i, j, k, l);
      return tf.matMul(tf.mean(tf.relu(tf.add(block, pooled)), [1, 2]), dense);
    },
  },
  'an inverted residual network': {
    shapes: [[2, 10, 10, 8], [1, 1, 8, 32], ...MOMENTS, [3, 3, 32, 1], ...MOMENTS, [1, 1, 32, 8]],
    fn: (x, expand, a, b, c, d, depthwise, e, f, g, h, project) => {
      const wide = tf.relu6(batchNorm(tf.conv2d(im(x), im(expand), 1, 'same'), a, b, c, d));
      const deep = tf.relu6(batchNorm(tf.depthwiseConv2d(im(wide), im(depthwise), 1, 'same'), e, f, g, h));
      return tf.square(tf.mean(tf.add(tf.conv2d(im(deep), im(project), 1, 'same'), x), [1, 2]));
    },
  },
  'a network of branches': {
    shapes: [[2, 10, 10, 16], [1, 1, 16, 32], ...MOMENTS, [3, 3, 32, 32], ...MOMENTS, [1, 1, 16, 32]],
    fn: (x, one, a, b, c, d, three, e, f, g, h, pooled) => {
      const narrow = tf.relu(batchNorm(tf.conv2d(im(x), im(one), 1, 'same'), a, b, c, d));
      const wide = tf.relu(batchNorm(tf.conv2d(im(narrow), im(three), 1, 'valid'), e, f, g, h));
      const side = tf.relu(tf.conv2d(tf.avgPool(im(x), 3, 1, 'valid'), im(pooled), 1, 'same'));
      return tf.square(tf.mean(tf.concat([wide, side], 3), [1, 2]));
    },
  },
};

/** The values of a probe and its derivatives on the current backend, flat. */
export function resultsOf({ shapes, fn }: Probe): Record<string, Float32Array> {
  return tf.tidy(() => {
    const inputs = shapes.map((shape) => tf.tensor(valuesOf(shape), [...shape]));
    const weighted = (...tensors: Tensor[]) => {
      const y = fn(...tensors);
      return tf.sum(tf.mul(y, tf.tensor(valuesOf(y.shape), y.shape)));
    };
    const gradients = tf.grads(weighted)(inputs);
    const all = [fn(...inputs), ...gradients];
    return Object.fromEntries(all.map((tensor, i) => [String(i), Float32Array.from(tensor.dataSync())]));
  });
}
