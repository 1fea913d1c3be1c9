import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { installCorrections } from '../../src/engine/tfjs-corrections.ts';
import { numericGradient, relativeError, uniform } from '../engine/differences.ts';
import { startReference } from '../engine/reference.ts';

type Function = (x: Tensor) => Tensor;

const im = (x: Tensor) => x as Tensor4D;
const filter = uniform([3, 3, 2, 2], 2) as Tensor4D;
const depthwise = uniform([2, 3, 2, 2], 3) as Tensor4D;
const dilations: [number, number] = [2, 2];
const explicit: [[number, number], [number, number], [number, number], [number, number]] = [
  [0, 0],
  [1, 2],
  [0, 1],
  [0, 0],
];
const fused = { filter, strides: 2, bias: uniform([2], 4), activation: 'relu' } as const;
const shifted = (x: Tensor) => tf.sub(tf.round(tf.mul(x, 2)), 3);

/** Functions of images [2, 6, 6, 2] that the kernels of tfjs-node refuse, or compute otherwise than tfjs. */
const FUNCTIONS: Record<string, Function> = {
  'convolution, a number as padding': (x) => tf.conv2d(im(x), filter, 2, 1),
  'convolution rounded up': (x) => tf.conv2d(im(x), filter, 2, 0, 'NHWC', 1, 'ceil'),
  'fused convolution, a number as padding': (x) => tf.fused.conv2d({ ...fused, x: im(x), pad: 1 }),
  'fused convolution, explicit padding': (x) =>
    tf.fused.conv2d({ ...fused, x: im(x), pad: explicit as never }),
  'depthwise convolution, a number as padding': (x) => tf.depthwiseConv2d(im(x), depthwise, 1, 2),
  'depthwise convolution, dilated': (x) => tf.depthwiseConv2d(im(x), depthwise, 1, 'same', 'NHWC', dilations),
  'depthwise convolution, dilated, a number as padding': (x) =>
    tf.depthwiseConv2d(im(x), depthwise, 1, 1, 'NHWC', dilations),
  'fused depthwise convolution, dilated': (x) =>
    tf.fused.depthwiseConv2d({ x: im(x), filter: depthwise, strides: 1, pad: 'valid', dilations }),
  'maximum pool, a number as padding': (x) => tf.maxPool(im(x), 3, 2, 1),
  'maximum pool of negative values and ties, rounded up': (x) => tf.maxPool(im(shifted(x)), 3, 2, 0, 'ceil'),
  'maximum pool, explicit padding': (x) => tf.maxPool(im(x), 3, 1, explicit as never),
  'average pool, a number as padding': (x) => tf.avgPool(im(x), 3, 2, 1),
  'average pool rounded up': (x) => tf.avgPool(im(x), 3, 2, 0, 'ceil'),
  'gather along an axis from the end': (x) => tf.gather(x, tf.tensor1d([1, 0, 1], 'int32'), -1),
  'sum of segments, some missing': (x) =>
    tf.unsortedSegmentSum(tf.reshape(x, [4, -1]), tf.tensor1d([0, 3, -1, 0], 'int32'), 3),
};

const x = uniform([2, 6, 6, 2], 1);

/** Values on a backend. */
function on(backend: string, f: Function): Float32Array {
  tf.setBackend(backend);
  return tf.tidy(() => Float32Array.from(f(x).dataSync()));
}

/** How far the gradient on the current backend is from finite differences. */
function gradientError(f: Function): number {
  const scalar = (t: Tensor) => {
    const y = f(t);
    return tf.sum(tf.mul(y, tf.reshape(tf.sin(tf.range(1, y.size + 1)), y.shape)));
  };
  return relativeError(numericGradient(scalar, x, 1e-3), tf.grad(scalar)(x).dataSync());
}

let native: string;
beforeAll(async () => {
  native = await startReference();
});

describe('before the corrections', () => {
  test.each(Object.entries(FUNCTIONS))('%s: refused, or other than on cpu', (_, f) => {
    const expected = on('cpu', f);
    let error = Infinity;
    try {
      error = Math.max(relativeError(expected, on(native, f)), gradientError(f));
    } catch {
      // Refused.
    }
    expect(error).toBeGreaterThan(0.05);
  });
});

describe('after the corrections', () => {
  beforeAll(() => {
    installCorrections();
    installCorrections();
  });

  test.each(Object.entries(FUNCTIONS))('%s: as on cpu', (_, f) => {
    expect(relativeError(on('cpu', f), on(native, f))).toBeLessThan(1e-6);
  });

  // Rounding has no slope, and missing segments have no gradient in tfjs.
  const smooth = Object.entries(FUNCTIONS).filter(([name]) => !/ties|missing/.test(name));
  test.each(smooth)('%s: gradient by finite differences', (_, f) => {
    tf.setBackend(native);
    expect(gradientError(f)).toBeLessThan(5e-3);
  });

  test('nothing is left behind', () => {
    tf.setBackend(native);
    const step = () => {
      for (const [, f] of smooth) tf.dispose(tf.tidy(() => tf.grad((t) => tf.sum(f(t)))(x)));
    };
    step();
    const { numTensors, numDataBuffers } = tf.memory();
    step();
    expect(tf.memory()).toMatchObject({ numTensors, numDataBuffers });
  });
});
