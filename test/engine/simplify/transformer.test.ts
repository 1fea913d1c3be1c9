import '../../../src/tfjs-cpu.ts';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { TensorFunction } from '../../../src/engine/engine.ts';
import { record } from '../../../src/engine/record/record.ts';
import { simplify } from '../../../src/engine/simplify/simplify.ts';
import { disagreement, TOLERANCE } from '../agreement.ts';
import { uniform } from '../differences.ts';

beforeAll(() => tf.setBackend('cpu'));

const SHAPE = [2, 5, 8];
const upstream = uniform(SHAPE, 7);
const vector = uniform([8], 4);

/** The value, and the gradient under one that differs from place to place. */
const withGradient =
  (f: (x: Tensor) => Tensor): TensorFunction =>
  ({ x, up }) => ({ y: f(x), g: tf.grad((t) => tf.sum(tf.mul(f(t), up)))(x) });

const kernels = (f: (x: Tensor) => Tensor): string[] => {
  const spec = { shape: SHAPE, dtype: 'float32' } as const;
  const source = { name: 'test', fn: withGradient(f), inputs: { x: spec, up: spec }, weights: new Map() };
  return simplify(record(source)).nodes.map((node) => node.kernel);
};

const INPUTS: Record<string, Tensor> = {
  'around zero': uniform(SHAPE, 1, -4, 4),
  'far from zero': uniform(SHAPE, 2, -40, 40),
  'around ten': uniform(SHAPE, 3, 9, 11),
};

const agrees = (f: (x: Tensor) => Tensor) =>
  test.each(Object.entries(INPUTS))('gives what tfjs gives, %s', async (_, x) => {
    expect(await disagreement(withGradient(f), { x, up: upstream })).toBeLessThan(TOLERANCE);
  });

const erf = (x: Tensor) => tf.erf(tf.div(x, Math.SQRT2));
describe.each<[string, (x: Tensor) => Tensor]>([
  ['x / 2 first', (x) => tf.mul(tf.mul(x, 0.5), tf.add(erf(x), 1))],
  ['the sum first', (x) => tf.mul(x, tf.mul(0.5, tf.add(1, erf(x))))],
  ['the half last', (x) => tf.mul(0.5, tf.mul(x, tf.add(1, erf(x))))],
  ['a factor as scale', (x) => tf.mul(tf.mul(0.5, x), tf.add(1, tf.erf(tf.mul(Math.SQRT1_2, x))))],
])('GELU, %s', (_, f) => {
  agrees(f);
  test('is recognised, and its gradient', () => {
    expect(kernels(f)).toEqual(expect.arrayContaining(['Gelu', 'GeluGradient']));
    expect(kernels(f)).not.toContain('Exp');
  });
});

describe.each<[string, (x: Tensor) => Tensor]>([
  ['another factor', (x) => tf.mul(tf.mul(x, 0.4), tf.add(erf(x), 1))],
  ['another scale', (x) => tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(x), 1))],
  ['another sum', (x) => tf.mul(tf.mul(x, 0.5), tf.add(erf(x), 2))],
  ['another operand', (x) => tf.mul(tf.mul(tf.abs(x), 0.5), tf.add(erf(x), 1))],
])('no GELU: %s', (_, f) => {
  agrees(f);
  test('is left as it is', () => {
    expect(kernels(f)).not.toContain('Gelu');
    expect(kernels(f)).not.toContain('GeluGradient');
  });
});

function norm(x: Tensor, { axis = -1, epsilon = 1e-6, power = 2 } = {}): Tensor {
  const centred = tf.sub(x, tf.mean(x, axis, true));
  const squares = power === 2 ? tf.square(centred) : tf.abs(centred);
  return tf.div(centred, tf.sqrt(tf.add(tf.mean(squares, axis, true), epsilon)));
}

// Multiplied first and added to itself after, as a residual block does: sums and products surround the pattern.
const block = (f: (x: Tensor) => Tensor) => (x: Tensor) => tf.add(x, tf.mul(f(tf.mul(x, 3)), vector));

describe.each<[string, (x: Tensor) => Tensor]>([
  ['alone', (x) => norm(x)],
  ['in a residual block', block((x) => norm(x))],
  ['with the axis counted from the front', (x) => norm(x, { axis: 2 })],
  ['with a large epsilon', (x) => norm(x, { epsilon: 0.5 })],
])('LayerNorm %s', (_, f) => {
  agrees(f);
  test('is recognised, and its gradient', () => {
    expect(kernels(f)).toEqual(expect.arrayContaining(['LayerNorm', 'LayerNormGradient']));
    expect(kernels(f)).not.toContain('Sqrt');
  });
});

describe.each<[string, (x: Tensor) => Tensor]>([
  ['over another axis', (x) => norm(x, { axis: 1 })],
  ['by mean absolute deviation', (x) => norm(x, { power: 1 })],
])('no LayerNorm: %s', (_, f) => {
  agrees(f);
  test('is left as it is', () => {
    expect(kernels(f)).not.toContain('LayerNorm');
    expect(kernels(f)).not.toContain('LayerNormGradient');
  });
});

describe('a bias after a matrix product', () => {
  const weight = uniform([8, 8], 5) as Tensor2D;
  const rows = (x: Tensor) => tf.matMul(tf.reshape(x, [-1, 8]) as Tensor2D, weight);
  const dense = (x: Tensor) => tf.reshape(tf.add(rows(x), vector), SHAPE);
  agrees(dense);
  test('is added by the product', () => expect(kernels(dense)).toContain('_FusedMatMul'));

  const twice = (x: Tensor) => {
    const product = rows(x);
    return tf.reshape(tf.mul(tf.add(product, vector), product), SHAPE);
  };
  agrees(twice);
  test('is not where the product is read by others', () =>
    expect(kernels(twice)).not.toContain('_FusedMatMul'));
});
