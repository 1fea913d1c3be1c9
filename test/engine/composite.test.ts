import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, test } from 'vitest';
import { deconvnet } from '../../src/attribution/composites/deconvnet.ts';
import { guided } from '../../src/attribution/composites/guided.ts';
import { COMPOSITES, gradient as plain } from '../../src/attribution/composites/registry.ts';
import { type Composite, type Place, withComposite } from '../../src/engine/composite.ts';
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
function pass({ name }: Composite, signal: number, z: number, cap: number): number {
  const derivative = z > 0 && z <= cap ? 1 : 0;
  if (name === 'gradient') return signal * derivative;
  if (name === 'guided') return derivative === 1 && signal > 0 ? signal : 0;
  return Math.max(signal, 0);
}

function slowMap(composite: Composite, cap: number): number[] {
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
      if (layer < matrices.length - 1)
        signal = signal.map((s, j) => pass(composite, s, before[layer][j], cap));
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

describe.each(COMPOSITES)('composite $name', (composite) => {
  test.each(FORMS)('%s, cap %d, equals a backward pass by hand', (_, cap, hidden) => {
    const { result, met } = withComposite(composite, () => tf.grad(network(hidden()))(x));
    expect(relativeError(slowMap(composite, cap), result.dataSync())).toBeLessThan(1e-5);
    const relus = (met.get('Relu') ?? 0) + (met.get('Relu6') ?? 0);
    expect(relus).toBe(composite === plain ? 0 : 2);
  });
});

test('the three composites and the cap make different maps', () => {
  const maps = COMPOSITES.flatMap((composite) => [slowMap(composite, Infinity), slowMap(composite, 6)]);
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
    withComposite(guided, () =>
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
    expect(withComposite(deconvnet, gradient).result).toEqual(gradient());
  });
});

test('a network without ReLU meets none', () => {
  const smooth = network(after(tf.tanh));
  expect(withComposite(guided, () => tf.grad(smooth)(x)).met.size).toBe(0);
});

describe('scope', () => {
  const f = (t: Tensor) => network(after(tf.relu))(t);
  const map = () => tf.grad(f)(x).dataSync();

  test('ends with the function', () => {
    const before = map();
    expect(withComposite(guided, map).result).not.toEqual(before);
    expect(map()).toEqual(before);
  });

  test('ends when the function throws', () => {
    const before = map();
    const throwing = () =>
      withComposite(deconvnet, () => {
        throw new Error('on purpose');
      });
    expect(throwing).toThrow('on purpose');
    expect(map()).toEqual(before);
  });

  test('nests, the innermost rule holds and each counts its own', () => {
    const [derivative, byGuided, byDeconvnet] = COMPOSITES.map(
      (composite) => withComposite(composite, map).result,
    );
    const outer = withComposite(guided, () => {
      const inner = withComposite(deconvnet, () => [map(), withComposite(plain, map).result]);
      return [map(), ...inner.result];
    });
    expect(outer.result).toEqual([byGuided, byDeconvnet, derivative]);
    expect(outer.met).toEqual(new Map([['Relu', 2]]));
  });

  test('refuses an asynchronous function', () => {
    expect(() => withComposite(guided, async () => map())).toThrow('cannot be async');
  });
});

describe('a composite for other kernels', () => {
  const image = uniform([2, 6, 6, 2], 5) as Tensor4D;
  const filters = [uniform([3, 3, 2, 3], 6), uniform([3, 3, 3, 2], 7)] as Tensor4D[];
  const bias = uniform([2], 8) as tf.Tensor1D;
  /** The second convolution has its bias inside: a custom gradient around a fused kernel. */
  const convolutions = (t: Tensor, [first, second]: Tensor4D[]) =>
    tf.fused.conv2d({
      x: tf.conv2d(t as Tensor4D, first, 1, 'same'),
      filter: second,
      strides: 1,
      pad: 'same',
      bias,
    });
  const map = (used: Tensor4D[]) => () =>
    tf
      .grad((t: Tensor) => tf.sum(tf.mul(convolutions(t, used), weighting)))(image)
      .dataSync();
  const weighting = uniform([2, 6, 6, 2], 9);

  /** Convolutions by their positive weights: what LRP's z-plus rule does to a signal that it does not divide. */
  const positiveWeights: Composite = {
    name: 'positive weights',
    kernels: ['Conv2D', 'FusedConv2D'],
    ruleFor: (kernel) =>
      kernel === 'Conv2D' || kernel === 'FusedConv2D'
        ? (signal, { inputs: { x, filter } }) => ({
            x: () =>
              tf.conv2dTranspose(
                signal as Tensor4D,
                tf.relu(filter as Tensor4D),
                (x as Tensor4D).shape,
                1,
                'same',
              ),
          })
        : null,
  };

  test('its rules take the place of the derivative, in fused kernels too', () => {
    const { result, met } = withComposite(positiveWeights, map(filters));
    const expected = map(filters.map((filter) => tf.relu(filter)))();
    expect(relativeError(expected, result)).toBeLessThan(1e-5);
    expect(relativeError(map(filters)(), result)).toBeGreaterThan(0.1);
    expect(met).toEqual(
      new Map([
        ['FusedConv2D', 1],
        ['Conv2D', 1],
      ]),
    );
  });

  test('a rule may scale the derivative', () => {
    const doubled: Composite = {
      name: 'doubled',
      kernels: ['FusedConv2D'],
      ruleFor: (kernel) =>
        kernel === 'FusedConv2D' ? (signal, { derivative }) => derivative(tf.mul(signal, 2)) : null,
    };
    const { result } = withComposite(doubled, map(filters));
    expect(
      relativeError(
        map(filters)().map((v) => 2 * v),
        result,
      ),
    ).toBeLessThan(1e-6);
  });

  test('is told the place of each kernel', () => {
    const places: [string, Place][] = [];
    const looking: Composite = {
      name: 'looking',
      kernels: [],
      ruleFor: (kernel, place) => {
        if (kernel.includes('Conv2D') && places.length < 3) places.push([kernel, place]);
        return null;
      },
    };
    withComposite(looking, () => tf.conv2d(tf.conv2d(image, filters[0], 1, 'same'), filters[1], 1, 'same'));
    expect(
      places.map(([kernel, { index, operands }]) => [kernel, index, operands.x.from?.kernel ?? null]),
    ).toEqual([
      ['Conv2D', 0, null],
      ['Conv2D', 1, 'Conv2D'],
    ]);
    expect(places[1][1].operands.filter.shape).toEqual([3, 3, 3, 2]);
  });
});
