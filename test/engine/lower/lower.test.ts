import '../../../src/tfjs-cpu.ts';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import type { TensorFunction } from '../../../src/engine/engine.ts';
import { wholePlan } from '../../../src/engine/lower/assemble.ts';
import { lower } from '../../../src/engine/lower/lower.ts';
import { record } from '../../../src/engine/record/record.ts';
import { simplify } from '../../../src/engine/simplify/simplify.ts';
import { operatorsOf } from '../onnx/reader.ts';

beforeAll(() => tf.setBackend('cpu'));

type Weights = ReadonlyMap<string, Tensor>;

const WEIGHTS = new Map([
  ['filter1', [3, 3, 3, 8]],
  ['filter2', [3, 3, 8, 8]],
  ['vector', [8]],
  ['variance', [8]],
]);

function planOf(fn: TensorFunction, shape = [2, 8, 8, 3]) {
  const inputs = { x: { shape, dtype: 'float32' } } as const;
  const plan = wholePlan(lower(simplify(record({ name: 'test', fn, inputs, weights: WEIGHTS }))));
  return { run: operatorsOf(plan.run), prepare: plan.prepare ? operatorsOf(plan.prepare) : [], plan };
}
const conv = (x: Tensor, w: Weights, name: string, stride = 1) =>
  tf.conv2d(x as Tensor4D, w.get(name) as Tensor4D, stride, 'same');
const norm = (x: Tensor, w: Weights) => {
  const [v, s] = [w.get('vector') as tf.Tensor1D, w.get('variance') as tf.Tensor1D];
  return tf.batchNorm(x, v, s, v, v);
};
const gradientOf =
  (f: (x: Tensor, w: Weights) => Tensor): TensorFunction =>
  ({ x }, w) => ({ g: tf.grad((t) => tf.sum(f(t, w)))(x) });
const count = (operators: string[], op: string) => operators.filter((o) => o === op).length;

const block = (x: Tensor, w: Weights) => {
  const first = tf.relu(tf.add(conv(x, w, 'filter1'), w.get('vector')!));
  const pooled = tf.maxPool(first as Tensor4D, 2, 2, 'valid');
  return tf.relu(tf.add(conv(pooled, w, 'filter2'), w.get('vector')!));
};

test('images are transposed at the input and the output, and nowhere between', () => {
  const { run } = planOf(gradientOf(block));
  expect(count(run, 'Transpose')).toBe(2);
});

test('the mask of a ReLU that is pooled goes before the gradient of the pooling', () => {
  const { run } = planOf(gradientOf(block));
  expect(count(run, 'HardSigmoid')).toBe(2);
  expect(run.lastIndexOf('HardSigmoid')).toBeLessThan(run.indexOf('Split'));
});

test('but stays behind it where the gradient of the pooling has another reader', () => {
  const fn: TensorFunction = ({ x }, w) => {
    const inner = tf.relu(conv(x, w, 'filter1'));
    const pooled = tf.maxPool(inner as Tensor4D, 2, 2, 'valid');
    const upstream = tf.grad((t) => tf.sum(tf.square(tf.maxPool(t as Tensor4D, 2, 2, 'valid'))))(inner);
    return { g: tf.mul(upstream, tf.step(inner)), upstream, pooled };
  };
  const { run } = planOf(fn);
  expect(run.lastIndexOf('HardSigmoid')).toBeGreaterThan(run.indexOf('Split'));
});

test('an image of one channel needs no transposition', () => {
  const fn = gradientOf((x, w) => block(tf.concat([x, x, x], 3), w));
  expect(count(planOf(fn, [2, 8, 8, 1]).run, 'Transpose')).toBeLessThanOrEqual(2);
  const grey: TensorFunction = ({ x }, w) => ({
    y: tf.mean(
      tf.conv2d(
        x as Tensor4D,
        tf.slice(w.get('filter1')!, [0, 0, 0, 0], [3, 3, 1, 8]) as Tensor4D,
        1,
        'same',
      ),
      [1, 2],
    ),
  });
  expect(planOf(grey, [2, 8, 8, 1]).run).toEqual(['Reshape', 'Conv', 'ReduceMean', 'Identity']);
});

test('bias, BatchNorm and scale become part of the filter, in the prepare model', () => {
  const { run, prepare } = planOf(({ x }, w) => ({
    y: tf.mean(tf.relu(norm(tf.add(conv(x, w, 'filter1'), w.get('vector')!), w)), [1, 2]),
  }));
  expect(run).toEqual(['Transpose', 'Conv', 'Relu', 'ReduceMean', 'Identity']);
  expect(prepare).toContain('Sqrt');
});

test('the gradient of BatchNorm becomes part of the filter too', () => {
  const { run } = planOf(gradientOf((x, w) => tf.relu(norm(conv(x, w, 'filter1'), w))));
  // Of the few channels of an image back by ConvTranspose.
  expect(run.filter((op) => /^Conv/.test(op)).sort()).toEqual(['Conv', 'ConvTranspose']);
  // The mask's two, and the mask itself times the gradient: none for the scale.
  expect(count(run, 'Mul')).toBeLessThanOrEqual(2);
});

test('a BatchNorm whose convolution has another reader stays an operator', () => {
  const { run } = planOf(({ x }, w) => {
    const y = conv(x, w, 'filter1');
    return { y: tf.add(norm(y, w), tf.exp(y)) };
  });
  expect(run).toContain('BatchNormalization');
});

test('a convolution takes up the zeros before it', () => {
  const fn: TensorFunction = ({ x }, w) => ({
    y: tf.mean(
      tf.conv2d(
        tf.pad(x as Tensor4D, [
          [0, 0],
          [1, 1],
          [1, 1],
          [0, 0],
        ]),
        w.get('filter1') as Tensor4D,
        2,
        'valid',
      ),
      [1, 2],
    ),
  });
  expect(planOf(fn).run).not.toContain('Pad');
});

test('no Where in the gradients of the common activations', () => {
  for (const activation of [
    tf.relu,
    tf.relu6,
    (x: Tensor) => tf.leakyRelu(x, 0.2),
    (x: Tensor) => tf.clipByValue(tf.relu(x), 0, 6),
    tf.elu,
  ]) {
    const { run } = planOf(gradientOf((x, w) => activation(conv(x, w, 'filter1'))));
    expect(run).not.toContain('Where');
  }
});

test('work on weights alone is left to prepare, weights used as they are go to run', () => {
  const { run, prepare, plan } = planOf(({ x }, w) => ({
    y: tf.add(
      tf.mul(tf.reshape(x, [2, 8, 24]), tf.mean(tf.square(w.get('vector')!))),
      tf.slice(w.get('variance')!, 0, 1),
    ),
    v: w.get('vector')!,
  }));
  expect(run).toEqual(['Reshape', 'Mul', 'Add', 'Identity', 'Identity']);
  expect(prepare).toEqual(['Mul', 'ReduceMean', 'Slice']);
  expect(plan.prepareWeights.map((feed) => feed.name)).toEqual(['vector', 'variance']);
  expect(plan.runWeights.map((feed) => feed.name)).toEqual(['vector']);
  expect(plan.runInputs.map((feed) => feed.name)).toEqual(['x']);
});

test('without weights there is no prepare model', () => {
  expect(planOf(({ x }) => ({ y: tf.neg(x) })).plan.prepare).toBeNull();
});
