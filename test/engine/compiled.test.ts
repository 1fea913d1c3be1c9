import type { Tensor, Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCompiledEngine } from '../../src/engine/compiled.ts';
import type { Engine, ProgramSource, TensorFunction } from '../../src/engine/engine.ts';
import { disagreement, runEager, TOLERANCE } from './agreement.ts';
import { relativeError, uniform } from './differences.ts';
import { startReference } from './reference.ts';

let engine: Engine;
beforeAll(async () => {
  await startReference();
  engine = createCompiledEngine({ threads: 1 });
});
afterAll(() => engine.dispose());

const SHAPES = new Map([
  ['conv/kernel', [3, 3, 2, 4]],
  ['conv/bias', [4]],
  ['depthwise/kernel', [3, 3, 4, 1]],
  ['dense/kernel', [64, 5]],
  ['dense/bias', [5]],
]);
type Weights = ReadonlyMap<string, Tensor>;

function logits(x: Tensor, w: Weights): Tensor {
  const image = tf.add(
    tf.conv2d(x as Tensor4D, w.get('conv/kernel') as Tensor4D, 1, 'same'),
    w.get('conv/bias')!,
  );
  const pooled = tf.maxPool(tf.relu(image) as Tensor4D, 2, 2, 'valid');
  const deep = tf.relu(tf.depthwiseConv2d(pooled, w.get('depthwise/kernel') as Tensor4D, 1, 'same'));
  const flat = tf.reshape(deep, [x.shape[0], -1]) as Tensor2D;
  return tf.add(tf.matMul(flat, w.get('dense/kernel') as Tensor2D), w.get('dense/bias')!);
}

const score = (x: Tensor, w: Weights, target: Tensor) =>
  tf.sum(tf.mul(logits(x, w), tf.oneHot(target as Tensor1D, 5)));
const explain: TensorFunction = ({ x, target }, w) => ({
  logits: logits(x, w),
  map: tf.grad((t) => score(t, w, target))(x),
});

const BATCH = 3;
const INPUTS: ProgramSource['inputs'] = {
  x: { shape: [BATCH, 8, 8, 2], dtype: 'float32' },
  target: { shape: [BATCH], dtype: 'int32' },
};
const source: ProgramSource = { name: 'gradient', fn: explain, inputs: INPUTS, weights: SHAPES };
const images = (seed: number) => uniform([BATCH, 8, 8, 2], seed).dataSync() as Float32Array;
const weightsOf = (seed: number) =>
  new Map([...SHAPES].map(([name, shape], i) => [name, uniform(shape, seed + i).dataSync() as Float32Array]));
const target = Int32Array.of(0, 4, 2);

function expected(weights: ReadonlyMap<string, Float32Array>, x: Float32Array) {
  const tensors = Object.fromEntries(
    [...weights].map(([name, values]) => [name, tf.tensor(values, SHAPES.get(name)!)]),
  );
  return runEager(
    explain,
    { x: tf.tensor(x, INPUTS.x.shape as number[]), target: tf.tensor1d(target) },
    tensors,
  );
}

test('says what it is', () => {
  expect({ ...engine, compile: 0, dispose: 0 }).toEqual({
    name: 'compiled',
    backend: 'onnxruntime',
    operators: 'public',
    device: 'cpu',
    threads: 1,
    compile: 0,
    dispose: 0,
  });
});

test('one program, several weight sets at once: each answers for its own', async () => {
  const program = await engine.compile(source);
  const sets = [weightsOf(10), weightsOf(20), weightsOf(30)];
  const bound = await Promise.all(sets.map((weights) => program.bind(weights)));
  for (const x of [images(1), images(2)]) {
    for (const i of [0, 2, 1, 0]) {
      const actual = await bound[i].run({ x, target });
      const due = expected(sets[i], x);
      expect(relativeError(due.map, actual.map)).toBeLessThan(TOLERANCE);
      expect(relativeError(due.logits, actual.logits)).toBeLessThan(TOLERANCE);
    }
  }
  await program.dispose();
});

test('weights and inputs are read, never written', async () => {
  const program = await engine.compile(source);
  const weights = weightsOf(10);
  const x = images(1);
  const bound = await program.bind(weights);
  await bound.run({ x, target });
  expect(weights).toEqual(weightsOf(10));
  expect(x).toEqual(images(1));
  await program.dispose();
});

test('results stay what they were when the program runs again', async () => {
  const bound = await (await engine.compile(source)).bind(weightsOf(10));
  const first = await bound.run({ x: images(1), target });
  const copy = first.map.slice();
  const second = await bound.run({ x: images(2), target });
  expect(first.map).toEqual(copy);
  expect(second.map).not.toEqual(copy);
  expect(first.map.buffer.byteLength).toBe(first.map.byteLength);
});

test('outputs that are an input, a weight, a constant, whole numbers or truth values', async () => {
  const fn: TensorFunction = ({ x, target }, w) => ({
    x,
    same: x,
    bias: w.get('dense/bias')!,
    constant: tf.fill([2, 2], 3),
    target,
    positive: tf.greater(w.get('dense/bias')!, 0),
  });
  const bound = await (await engine.compile({ ...source, fn })).bind(weightsOf(10));
  const x = images(1);
  const out = await bound.run({ x, target });
  const bias = weightsOf(10).get('dense/bias')!;
  expect(out).toEqual({
    x,
    same: x,
    bias,
    constant: Float32Array.of(3, 3, 3, 3),
    target: Float32Array.from(target),
    positive: Float32Array.from(bias, (v) => Number(v > 0)),
  });
  expect(out.x).not.toBe(x);
});

test('compiling and running leaves no tensor behind', async () => {
  const weights = weightsOf(10);
  const x = images(1);
  const before = tf.memory().numTensors;
  const program = await engine.compile(source);
  await (await program.bind(weights)).run({ x, target });
  expect(tf.memory().numTensors).toBe(before);
  await program.dispose();
});

test('gradients of all weights, for training', async () => {
  const labels = tf.oneHot(tf.tensor1d(target), 5);
  const names = [...SHAPES.keys()];
  const fn: TensorFunction = ({ x }, w) => {
    const loss = (...values: Tensor[]) =>
      tf.losses.softmaxCrossEntropy(
        labels,
        logits(x, new Map(names.map((n, i) => [n, values[i]]))),
      ) as Tensor;
    const gradients = tf.grads(loss)(names.map((name) => w.get(name)!));
    return {
      loss: loss(...names.map((name) => w.get(name)!)),
      ...Object.fromEntries(names.map((n, i) => [n, gradients[i]])),
    };
  };
  const weights = Object.fromEntries([...SHAPES].map(([name, shape], i) => [name, uniform(shape, 40 + i)]));
  expect(await disagreement(fn, { x: uniform([BATCH, 8, 8, 2], 1) }, weights)).toBeLessThan(TOLERANCE);
});

describe('refused', () => {
  test('weights and inputs that are missing or of another size, by name', async () => {
    const program = await engine.compile(source);
    const without = weightsOf(10);
    without.delete('conv/bias');
    await expect(program.bind(without)).rejects.toThrowErrorMatchingInlineSnapshot(
      `[InputError: weight conv/bias of gradient: expected 4 values of shape [4], found none.]`,
    );
    await expect(
      program.bind(new Map([...weightsOf(10), ['dense/kernel', new Float32Array(7)]])),
    ).rejects.toThrowErrorMatchingInlineSnapshot(
      `[InputError: weight dense/kernel of gradient: expected 320 values of shape [64,5], found 7 values.]`,
    );
    const bound = await program.bind(weightsOf(10));
    await expect(bound.run({ x: new Float32Array(5), target })).rejects.toThrowErrorMatchingInlineSnapshot(
      `[InputError: input x of gradient: expected 384 values of shape [3,8,8,2], found 5 values.]`,
    );
    await expect(bound.run({ x: images(1) })).rejects.toThrowErrorMatchingInlineSnapshot(
      `[InputError: input target of gradient: expected 3 values of shape [3], found none.]`,
    );
    await program.dispose();
  });

  test('runs after release, and use after dispose', async () => {
    const program = await engine.compile(source);
    const bound = await program.bind(weightsOf(10));
    await bound.release();
    await bound.release();
    await expect(bound.run({ x: images(1), target })).rejects.toThrowErrorMatchingInlineSnapshot(
      `[Error: gradient: run after release]`,
    );
    await program.dispose();
    await program.dispose();
    await expect(program.bind(weightsOf(10))).rejects.toThrowErrorMatchingInlineSnapshot(
      `[Error: gradient: bind after dispose]`,
    );
  });

  test('functions with a kernel that has no translation', async () => {
    const fn: TensorFunction = ({ x }) => ({ y: tf.atan2(x, x) });
    await expect(engine.compile({ ...source, fn })).rejects.toMatchObject({
      kernel: 'Atan2',
      name: 'UnsupportedKernelError',
    });
    const within: TensorFunction = ({ x }) => ({ y: tf.maxPool(x as Tensor4D, 2, 1, 3) });
    await expect(engine.compile({ ...source, fn: within })).rejects.toThrowErrorMatchingInlineSnapshot(
      `[UnsupportedKernelError: kernel MaxPool cannot be compiled: pads [3,3,3,3] reach over the whole window]`,
    );
  });
});
