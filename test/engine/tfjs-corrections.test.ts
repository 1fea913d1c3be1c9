import type { Tensor, Tensor1D, Tensor4D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, test } from 'vitest';
import { installCorrections } from '../../src/engine/tfjs-corrections.ts';
import { numericGradient, relativeError, uniform } from './differences.ts';
import { REFERENCE, startReference } from './reference.ts';

type Function = (x: Tensor) => Tensor;

/** A smooth scalar of a tensor whose derivative differs from element to element. */
function weighted(f: Function): Function {
  return (x) => {
    const y = f(x);
    const up = tf.reshape(tf.sin(tf.mul(tf.range(1, y.size + 1), 1.7)), y.shape);
    return tf.sum(tf.mul(tf.add(y, tf.mul(0.5, tf.square(y))), up));
  };
}

function error(f: Function, x: Tensor): number {
  const scalar = weighted(f);
  return relativeError(numericGradient(scalar, x), tf.grad(scalar)(x).dataSync());
}

const x4 = (size: number, seed = 1) => uniform([2, size, size, 2], seed) as Tensor4D;
const filter = (kh: number, kw: number, to: number) => uniform([kh, kw, 2, to], 5) as Tensor4D;
const vector = (seed: number, low = -1, high = 1) => uniform([2], seed, low, high) as Tensor1D;
const pair = (n: number): [number, number] => [n, n];

let backendName: string;
beforeAll(async () => {
  backendName = await startReference();
});

describe('before the corrections', () => {
  // What is corrected must be wrong to begin with: otherwise a correction has become a burden.
  const mean: Tensor1D = tf.tensor1d([0.1, -0.2]);
  // Faults of kernels of the cpu backend; those of TensorFlow's library are right.
  test.runIf(REFERENCE === 'cpu').each<[string, Function]>([
    ['average pooling', (x) => tf.avgPool(x as Tensor4D, 3, 1, 'same')],
    ['nearest resize of two images', (x) => tf.image.resizeNearestNeighbor(x as Tensor4D, [8, 6])],
  ])('the gradient of %s is wrong', (_, f) => {
    expect(error(f, x4(4))).toBeGreaterThan(0.05);
  });
  test('the gradient of a half-pixel resize is wrong', () => {
    const resize: Function = (x) => tf.image.resizeBilinear(x as Tensor4D, [7, 6], false, true);
    expect(error(resize, x4(4))).toBeGreaterThan(0.05);
  });
  test.each<[string, Function]>([
    ['BatchNorm without scale', (x) => tf.batchNorm(x as Tensor4D, mean, vector(2, 0.5, 2))],
    ['a dilated convolution', (x) => tf.conv2d(x as Tensor4D, filter(2, 2, 3), 1, 'same', 'NHWC', 2)],
    ['a condition', (x) => tf.where(tf.greater(x, 0.2), tf.square(x), x)],
  ])('the gradient of %s throws', (_, f) => {
    expect(() => tf.grad(weighted(f))(x4(4))).toThrow();
  });
});

describe('after the corrections', () => {
  beforeAll(() => {
    installCorrections();
    installCorrections();
  });

  test.each([
    [3, 1, 'same'],
    [3, 2, 'same'],
    [2, 2, 'same'],
    [2, 2, 'valid'],
    [3, 2, 1],
    [[2, 3], [1, 2], 'same'],
  ] as [number, number, 'same' | 'valid' | number][])(
    'average pooling %j stride %j %s',
    (size, stride, pad) => {
      expect(error((x) => tf.avgPool(x as Tensor4D, size, stride, pad), x4(5))).toBeLessThan(2e-3);
    },
  );

  test.each<[string, Tensor1D | undefined, Tensor1D | undefined]>([
    ['scale and offset', vector(3), vector(4)],
    ['offset only', vector(3), undefined],
    ['scale only', undefined, vector(4)],
    ['neither', undefined, undefined],
  ])('BatchNorm with %s', (_, offset, scale) => {
    const mean = vector(6);
    const variance = vector(7, 0.5, 2);
    const norm = (x: Tensor, m: Tensor, v: Tensor) =>
      tf.batchNorm(x as Tensor4D, m as Tensor1D, v as Tensor1D, offset, scale, 1e-3);
    expect(error((x) => norm(x, mean, variance), x4(3))).toBeLessThan(2e-3);
    expect(error((m) => norm(x4(3), m, variance), mean)).toBeLessThan(2e-3);
    expect(error((v) => norm(x4(3), mean, v), variance)).toBeLessThan(2e-3);
  });

  test('BatchNorm of vectors without scale and center', () => {
    const x = uniform([3, 2], 1) as tf.Tensor2D;
    expect(error((t) => tf.batchNorm2d(t as tf.Tensor2D, vector(6), vector(7, 0.5, 2)), x)).toBeLessThan(
      2e-3,
    );
  });

  test.each<[string, Function]>([
    ['where greater', (x) => tf.where(tf.greater(x, 0.2), tf.square(x), x)],
    ['where less', (x) => tf.where(tf.less(x, 0.2), tf.square(x), x)],
    ['where less or equal', (x) => tf.where(tf.lessEqual(x, 0.2), tf.square(x), x)],
    ['where greater or equal', (x) => tf.where(tf.greaterEqual(x, 0.2), tf.square(x), x)],
    ['where equal', (x) => tf.where(tf.equal(x, 0.2), tf.square(x), x)],
    ['where not equal', (x) => tf.where(tf.notEqual(x, 0.2), tf.square(x), x)],
    [
      'where both',
      (x) => tf.where(tf.logicalAnd(tf.greater(x, -0.5), tf.less(x, 0.5)), tf.square(x), tf.mul(x, 3)),
    ],
    [
      'where not either',
      (x) => tf.where(tf.logicalNot(tf.logicalOr(tf.less(x, -0.5), tf.greater(x, 0.5))), tf.square(x), x),
    ],
    ['thresholded ReLU', (x) => layers.layers.thresholdedReLU({ theta: 0.3 }).apply(x) as Tensor],
  ])('%s', (_, f) => {
    // Half-way between steps of .1, so that no step of the differences crosses a threshold.
    const x = tf.add(tf.mul(tf.range(-9, 9), 0.1), 0.05);
    expect(error(f, x)).toBeLessThan(2e-3);
  });

  describe.each([
    ['same', 1],
    ['same', 2],
    ['valid', 2],
    ['same', 3],
  ] as ['same' | 'valid', number][])('convolution %s, dilation %i', (pad, dilation) => {
    const bias = uniform([3], 9) as Tensor1D;
    const cases: [string, (x: Tensor, w: Tensor) => Tensor, Tensor4D][] = [
      ['plain', (x, w) => tf.conv2d(x as Tensor4D, w as Tensor4D, 1, pad, 'NHWC', dilation), filter(2, 3, 3)],
      [
        'fused with a bias',
        (x, w) =>
          tf.fused.conv2d({
            x: x as Tensor4D,
            filter: w as Tensor4D,
            strides: 1,
            pad,
            dilations: pair(dilation),
            bias,
          }),
        filter(2, 3, 3),
      ],
      [
        'fused without a bias',
        (x, w) =>
          tf.fused.conv2d({
            x: x as Tensor4D,
            filter: w as Tensor4D,
            strides: 1,
            pad,
            dilations: pair(dilation),
          }),
        filter(2, 3, 3),
      ],
      [
        'depthwise',
        (x, w) => tf.depthwiseConv2d(x as Tensor4D, w as Tensor4D, 1, pad, 'NHWC', dilation),
        filter(3, 2, 2),
      ],
      [
        'fused depthwise',
        (x, w) =>
          tf.fused.depthwiseConv2d({
            x: x as Tensor4D,
            filter: w as Tensor4D,
            strides: 1,
            pad,
            dilations: pair(dilation),
          }),
        filter(3, 2, 2),
      ],
    ];
    test.each(cases)('%s', (_, f, w) => {
      const x = x4(7);
      expect(error((t) => f(t, w), x)).toBeLessThan(2e-3);
      expect(error((t) => f(x, t), w)).toBeLessThan(2e-3);
    });
  });

  test('the bias of a fused convolution and one image without a batch', () => {
    const image = uniform([4, 4, 2], 3) as tf.Tensor3D;
    const run = (x: Tensor, bias: Tensor) =>
      tf.fused.conv2d({ x: x as tf.Tensor3D, filter: filter(3, 3, 3), strides: 1, pad: 'same', bias });
    const bias = uniform([3], 9);
    expect(error((x) => run(x, bias), image)).toBeLessThan(2e-3);
    expect(error((b) => run(image, b), bias)).toBeLessThan(2e-3);
  });

  test.each([
    [[8, 6], false, false],
    [[8, 6], false, true],
    [[7, 5], true, false],
    [[2, 3], false, true],
    [[1, 1], false, false],
  ] as [[number, number], boolean, boolean][])(
    'resize to %j, corners %s, half pixels %s',
    (size, corners, half) => {
      const x = uniform([2, 4, 3, 2], 1);
      const bilinear = (t: Tensor) => tf.image.resizeBilinear(t as Tensor4D, size, corners, half);
      const nearest = (t: Tensor) => tf.image.resizeNearestNeighbor(t as Tensor4D, size, corners, half);
      expect(error(bilinear, x)).toBeLessThan(2e-3);
      expect(error(nearest, x)).toBeLessThan(2e-3);
    },
  );

  test('a dilated layer of tf.layers is differentiated', () => {
    const layer = layers.layers.conv2d({
      filters: 2,
      kernelSize: 3,
      dilationRate: 2,
      padding: 'same',
      activation: 'tanh',
    });
    expect(error((x) => layer.apply(x) as Tensor, x4(5))).toBeLessThan(2e-3);
  });

  test('an input gradient asks for no filter gradient', () => {
    const seen: string[] = [];
    const { kernelFunc } = tf.getKernel('Conv2DBackpropFilter', backendName);
    tf.unregisterKernel('Conv2DBackpropFilter', backendName);
    tf.registerKernel({
      kernelName: 'Conv2DBackpropFilter',
      backendName,
      kernelFunc: (call) => {
        seen.push('filter');
        return kernelFunc(call);
      },
    });
    const f = (x: Tensor, w: Tensor) =>
      tf.fused.conv2d({ x: x as Tensor4D, filter: w as Tensor4D, strides: 1, pad: 'same' });
    const w = filter(3, 3, 2);
    tf.grad((x) => tf.sum(f(x, w)))(x4(4));
    expect(seen).toEqual([]);
    tf.grad((t) => tf.sum(f(x4(4), t)))(w);
    expect(seen).toEqual(['filter']);
    tf.unregisterKernel('Conv2DBackpropFilter', backendName);
    tf.registerKernel({ kernelName: 'Conv2DBackpropFilter', backendName, kernelFunc });
  });

  test('gradients leave no tensors behind', () => {
    const x = x4(5);
    const w = filter(2, 2, 2);
    const step = () =>
      tf.tidy(() => {
        const f = (t: Tensor) => {
          const y = tf.fused.conv2d({
            x: t as Tensor4D,
            filter: w,
            strides: 1,
            pad: 'same',
            dilations: [2, 2],
          });
          const normed = tf.batchNorm(y, tf.tensor1d([0, 0]), tf.tensor1d([1, 1]));
          return tf.sum(tf.avgPool(normed as Tensor4D, 3, 1, 'same'));
        };
        tf.grad(f)(x);
      });
    step();
    const before = tf.memory();
    step();
    expect(tf.memory()).toMatchObject({
      numTensors: before.numTensors,
      numDataBuffers: before.numDataBuffers,
    });
  });
});
