import '../../../src/tfjs-cpu.ts';
import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { TensorFunction } from '../../../src/engine/engine.ts';
import { record } from '../../../src/engine/record/record.ts';
import { simplify } from '../../../src/engine/simplify/simplify.ts';
import { runCompiled, runEager } from '../agreement.ts';

beforeAll(() => tf.setBackend('cpu'));

const EDGES = [-3e38, -6, -1, -1e-30, -1.2e-38, -0, 0, 1.2e-38, 1e-30, 1, 5.9999995, 6.0000005, 7, 3e38];
const x = tf.tensor1d(EDGES);

const slopes = tf.fill([EDGES.length], -2.5);

const ACTIVATIONS: Record<string, [(x: Tensor) => Tensor, string[]]> = {
  relu: [tf.relu, ['Relu', 'SlopeMask']],
  relu6: [tf.relu6, ['Relu6', 'ClipMask']],
  'relu with a maximum': [(x) => tf.clipByValue(tf.relu(x), 0, 6), ['ClipByValue', 'ClipMask']],
  'leaky relu': [(x) => tf.leakyRelu(x, 0.25), ['LeakyRelu', 'SlopeMask']],
  prelu: [(x) => tf.prelu(x, slopes), ['Prelu', 'PreluMask']],
  clip: [(x) => tf.clipByValue(x, -1, 1), ['ClipByValue', 'ClipMask']],
};

const gradientOf =
  (f: (x: Tensor) => Tensor): TensorFunction =>
  ({ x }) => ({
    y: f(x),
    // Products by the coordinate, so that the gradient differs from place to place.
    g: tf.grad((t) => tf.sum(tf.mul(f(t), tf.range(1, EDGES.length + 1))))(x),
  });

describe.each(Object.entries(ACTIVATIONS))('%s', (_, [f, kernels]) => {
  test('has the gradient of tfjs at its kinks and at extreme numbers', async () => {
    const expected = runEager(gradientOf(f), { x }).g;
    const { g } = await runCompiled(gradientOf(f), { x });
    expect([...g].map((v) => v + 0)).toEqual([...expected].map((v) => v + 0));
  });

  test('is recognised', () => {
    const inputs = { x: { shape: [EDGES.length], dtype: 'float32' } } as const;
    const graph = simplify(record({ name: 'test', fn: gradientOf(f), inputs, weights: new Map() }));
    const seen = graph.nodes.map((node) => node.kernel);
    expect(seen.filter((kernel) => !['Reshape', 'Multiply', 'Range'].includes(kernel))).toEqual(kernels);
  });
});

test('at a maximum that is met exactly the gradient is zero, as for what lies above', async () => {
  const six = tf.tensor1d([6, 7]);
  const { g } = await runCompiled(
    ({ x }) => ({
      y: tf.relu6(x),
      g: tf.grad((t) => tf.sum(tf.relu6(t)))(x),
    }),
    { x: six },
  );
  expect([...g]).toEqual([0, 0]);
});

test('selections that only look like a gradient are left alone', () => {
  const inputs = { x: { shape: [3], dtype: 'float32' }, y: { shape: [3], dtype: 'float32' } } as const;
  const nodes = (fn: TensorFunction) =>
    simplify(record({ name: 'test', fn, inputs, weights: new Map() })).nodes.map((node) => node.kernel);
  const infinite: TensorFunction = ({ x, y }) => ({ z: tf.where(tf.greater(x, 0), tf.log(x), tf.mul(y, 2)) });
  expect(nodes(infinite)).toContain('Select');
  const other: TensorFunction = ({ x, y }) => ({ z: tf.where(tf.less(x, 0), y, tf.mul(y, 2)) });
  expect(nodes(other)).toContain('Select');
});

test('a positive part as guided rules write it is a ReLU', () => {
  const inputs = { x: { shape: [3], dtype: 'float32' } } as const;
  const fn: TensorFunction = ({ x }) => ({ y: tf.mul(x, tf.step(x)) });
  const { nodes } = simplify(record({ name: 'test', fn, inputs, weights: new Map() }));
  expect(nodes.map((node) => node.kernel)).toEqual(['Relu']);
});
