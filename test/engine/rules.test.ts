import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, test } from 'vitest';
import { RULES, type Rule, withRule } from '../../src/engine/rules.ts';
import { relativeError, uniform } from './differences.ts';
import { startReference } from './reference.ts';

type Matrix = number[][];

// 4 features, two hidden layers of 6 and 5 units, one logit; scaled so that some units lie above the cap.
const SIZES = [4, 6, 5, 1];
let x: Tensor2D;
let weights: Tensor2D[];

beforeAll(async () => {
  await startReference();
  x = uniform([8, 4], 1, -4, 4) as Tensor2D;
  weights = [1, 2, 3].map((i) => uniform([SIZES[i - 1], SIZES[i]], 10 + i, -2, 2) as Tensor2D);
});

/** The rules as their papers put them, unit by unit, for activation min(max(z, 0), cap). */
function pass(rule: Rule, signal: number, z: number, cap: number): number {
  const derivative = z > 0 && z <= cap ? 1 : 0;
  if (rule === 'gradient') return signal * derivative;
  if (rule === 'guided') return derivative === 1 && signal > 0 ? signal : 0;
  return Math.max(signal, 0);
}

function slowMap(rule: Rule, cap: number): number[] {
  const matrices = weights.map((w) => w.arraySync() as Matrix);
  return (x.arraySync() as Matrix).flatMap((example) => {
    const before: Matrix = [];
    let a = example;
    for (const w of matrices) {
      const z = w[0].map((_, j) => a.reduce((sum, value, i) => sum + value * w[i][j], 0));
      before.push(z);
      a = z.map((value) => Math.min(Math.max(value, 0), cap));
    }
    let signal = [1];
    for (let layer = matrices.length - 1; layer >= 0; layer--) {
      if (layer < matrices.length - 1) signal = signal.map((s, j) => pass(rule, s, before[layer][j], cap));
      signal = matrices[layer].map((row) => row.reduce((sum, w, j) => sum + w * signal[j], 0));
    }
    return signal;
  });
}

/** The same network; `hidden` computes one layer with its activation. */
const network = (hidden: (a: Tensor2D, w: Tensor2D) => Tensor) => (input: Tensor) =>
  tf.sum(
    tf.matMul(hidden(hidden(input as Tensor2D, weights[0]) as Tensor2D, weights[1]) as Tensor2D, weights[2]),
  );

const after = (activation: (z: Tensor) => Tensor) => (a: Tensor2D, w: Tensor2D) =>
  activation(tf.matMul(a, w));
const layer = (made: layers.layers.Layer) => (z: Tensor) => made.apply(z) as Tensor;

/** A dense layer as a 1x1 convolution over one pixel. */
const convolution = (run: (x4: Tensor4D, w4: Tensor4D) => Tensor) => (a: Tensor2D, w: Tensor2D) =>
  tf.reshape(
    run(tf.reshape(a, [a.shape[0], 1, 1, a.shape[1]]), tf.reshape(w, [1, 1, w.shape[0], w.shape[1]])),
    [a.shape[0], w.shape[1]],
  );

const fused = (activation: 'relu' | 'relu6') =>
  convolution((x4, w4) => tf.fused.conv2d({ x: x4, filter: w4, strides: 1, pad: 'valid', activation }));

type Hidden = (a: Tensor2D, w: Tensor2D) => Tensor;

const FORMS: [string, number, () => Hidden][] = [
  ['tf.relu', Infinity, () => after(tf.relu)],
  ['layers.reLU', Infinity, () => after(layer(layers.layers.reLU()))],
  ['layers.activation', Infinity, () => after(layer(layers.layers.activation({ activation: 'relu' })))],
  ['fused.matMul', Infinity, () => (a, w) => tf.fused.matMul({ a, b: w, activation: 'relu' })],
  ['fused.conv2d', Infinity, () => fused('relu')],
  ['tf.relu6', 6, () => after(tf.relu6)],
  ['layers.activation relu6', 6, () => after(layer(layers.layers.activation({ activation: 'relu6' })))],
  ['layers.reLU with maxValue', 6, () => after(layer(layers.layers.reLU({ maxValue: 6 })))],
  ['layers.reLU with another maxValue', 2.5, () => after(layer(layers.layers.reLU({ maxValue: 2.5 })))],
  ['fused.matMul relu6', 6, () => (a, w) => tf.fused.matMul({ a, b: w, activation: 'relu6' })],
  ['fused.conv2d relu6', 6, () => fused('relu6')],
];

describe.each(RULES)('rule %s', (rule) => {
  test.each(FORMS)('%s, cap %d, equals a backward pass by hand', (_, cap, hidden) => {
    const { result, met } = withRule(rule, () => tf.grad(network(hidden()))(x));
    expect(relativeError(slowMap(rule, cap), result.dataSync())).toBeLessThan(1e-5);
    expect(met).toBe(2);
  });
});

test('the three rules and the cap make different maps', () => {
  const maps = RULES.flatMap((rule) => [slowMap(rule, Infinity), slowMap(rule, 6)]);
  const different = maps.flatMap((a, i) => maps.slice(i + 1).map((b) => relativeError(a, b)));
  // Only deconvnet passes caps: its two maps differ by what the layer above sees, not at all here.
  expect(different.filter((error) => error < 0.05)).toHaveLength(1);
});

test('a depthwise convolution with a fused ReLU is reached', () => {
  const image = uniform([1, 4, 4, 2], 3) as Tensor4D;
  const filter = uniform([3, 3, 2, 1], 4) as Tensor4D;
  const apart = (t: Tensor) => tf.relu(tf.depthwiseConv2d(t as Tensor4D, filter, 1, 'same'));
  const together = (t: Tensor) =>
    tf.fused.depthwiseConv2d({ x: t as Tensor4D, filter, strides: 1, pad: 'same', activation: 'relu' });
  const map = (f: (t: Tensor) => Tensor) =>
    withRule('guided', () =>
      tf.grad((t: Tensor) => tf.sum(tf.sin(tf.mul(f(t), 9))))(image),
    ).result.dataSync();
  expect(map(together)).toEqual(map(apart));
});

describe('deconvnet leaves what is not the cap of a ReLU alone', () => {
  const cases: [string, (t: Tensor) => Tensor][] = [
    ['hard sigmoid', layer(layers.layers.activation({ activation: 'hardSigmoid' }))],
    ['a minimum of two tensors', (t) => tf.minimum(t, tf.mul(t, t))],
    ['a minimum with a scalar', (t) => tf.minimum(1, t)],
    ['clipping that reaches below zero', (t) => tf.clipByValue(tf.relu(t), -1, 1)],
  ];
  test.each(cases)('%s', (_, f) => {
    const gradient = () =>
      tf
        .grad((t: Tensor) => tf.sum(f(t)))(tf.abs(x))
        .dataSync();
    expect(withRule('deconvnet', gradient).result).toEqual(gradient());
  });
});

test('a network without ReLU meets none', () => {
  const smooth = network(after(tf.tanh));
  expect(withRule('guided', () => tf.grad(smooth)(x)).met).toBe(0);
});

describe('scope', () => {
  const f = (t: Tensor) => network(after(tf.relu))(t);
  const map = () => tf.grad(f)(x).dataSync();

  test('ends with the function', () => {
    const plain = map();
    expect(withRule('guided', map).result).not.toEqual(plain);
    expect(map()).toEqual(plain);
  });

  test('ends when the function throws', () => {
    const plain = map();
    const throwing = () =>
      withRule('deconvnet', () => {
        throw new Error('on purpose');
      });
    expect(throwing).toThrow('on purpose');
    expect(map()).toEqual(plain);
  });

  test('nests, the innermost rule holds and each counts its own', () => {
    const [plain, guided, deconvnet] = RULES.map((rule) => withRule(rule, map).result);
    const outer = withRule('guided', () => {
      const inner = withRule('deconvnet', () => [map(), withRule('gradient', map).result]);
      return [map(), ...inner.result];
    });
    expect(outer.result).toEqual([guided, deconvnet, plain]);
    expect(outer.met).toBe(2);
  });

  test('refuses an asynchronous function', () => {
    expect(() => withRule('guided', async () => map())).toThrow('cannot be async');
  });
});
