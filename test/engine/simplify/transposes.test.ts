import '../../../src/tfjs-cpu.ts';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCompiledEngine } from '../../../src/engine/compiled.ts';
import type { Engine } from '../../../src/engine/engine.ts';
import { lower } from '../../../src/engine/lower/lower.ts';
import { RUN } from '../../../src/engine/lower/tensor.ts';
import { record } from '../../../src/engine/record/record.ts';
import { simplify } from '../../../src/engine/simplify/simplify.ts';
import { relativeError, uniform } from '../differences.ts';

let engine: Engine;
beforeAll(async () => {
  await tf.setBackend('cpu');
  engine = createCompiledEngine({ threads: 1, device: 'cpu' });
});
afterAll(() => engine.dispose());

const first = (x: tf.Tensor) => tf.transpose(x, [0, 3, 1, 2]);
const last = (x: tf.Tensor) => tf.transpose(x, [0, 2, 3, 1]) as tf.Tensor4D;
const FILTER = uniform([3, 3, 3, 3], 2) as tf.Tensor4D;
/** A convolution of an image [N, C, H, W]. */
const convolution = (x: tf.Tensor) => first(tf.conv2d(last(x), FILTER, 1, 'same'));
const CHANNELS = uniform([1, 3, 1, 1], 3);
const IMAGE = uniform([2, 3, 4, 5], 5);

/** Functions of an image [N, C, H, W] that stand between two convolutions. */
const BETWEEN: readonly [string, (x: tf.Tensor) => tf.Tensor][] = [
  ['nothing', (x) => x],
  ['an activation', (x) => tf.relu(x)],
  ['a factor per channel', (x) => tf.mul(x, CHANNELS)],
  ['a factor of lower rank', (x) => tf.mul(x, tf.reshape(CHANNELS, [3, 1, 1]))],
  ['numbers', (x) => tf.add(tf.div(x, 3), tf.scalar(2))],
  ['another image', (x) => tf.add(x, tf.sigmoid(x))],
  ['an image that is no transpose', (x) => tf.add(x, IMAGE)],
  [
    'padding and a part',
    (x) =>
      tf.slice(
        tf.pad(x, [
          [0, 0],
          [0, 0],
          [1, 0],
          [2, 0],
        ]),
        [0, 0, 0, 1],
        [2, 3, 4, 5],
      ),
  ],
  ['halves, the other way round', (x) => tf.concat(tf.split(x, [1, 2], 1).reverse(), 1)],
  ['a gate from its mean', (x) => tf.mul(x, tf.sigmoid(tf.mean(x, [2, 3], true)))],
  ['the softmax of the channels', (x) => first(tf.softmax(last(x)))],
  ['a choice', (x) => tf.where(tf.greater(x, 0), x, tf.mul(x, 0.1))],
];

describe('transposes of images are carried past', () => {
  test.each(BETWEEN)('%s', async (_, between) => {
    const x = uniform([2, 4, 5, 3], 1);
    const fn = (at: tf.Tensor) => tf.sum(convolution(between(convolution(first(at)))), [2, 3]);
    const scalar = (at: tf.Tensor) => tf.sum(tf.square(fn(at))) as tf.Scalar;
    const source = {
      name: 'images',
      inputs: { x: { shape: [2, 4, 5, 3], dtype: 'float32' } },
      weights: new Map(),
      fn: ({ x: at }: Readonly<Record<string, tf.Tensor>>) => ({ y: fn(at), g: tf.grad(scalar)(at) }),
    } as const;
    const { operators } = lower(simplify(record(source)));
    const moved = operators.filter(({ op, stage }) => op === 'Transpose' && stage === RUN);
    // The input and its gradient have their channels last.
    expect(moved.length).toBeLessThanOrEqual(2);
    const program = await engine.compile(source);
    const results = await (await program.bind(new Map())).run({ x: x.dataSync() as Float32Array });
    expect(relativeError(fn(x).dataSync(), results.y)).toBeLessThan(1e-5);
    expect(relativeError(tf.grad(scalar)(x).dataSync(), results.g)).toBeLessThan(1e-4);
  });
});

test('values in the order that they were asked in come out in it', async () => {
  const x = uniform([2, 4, 5, 3], 1);
  const fn = (at: tf.Tensor) => ({
    first: tf.relu(first(at)),
    last: last(tf.relu(first(at))),
    flat: tf.reshape(tf.relu(first(at)), [2, 60]),
  });
  const program = await engine.compile({
    name: 'orders',
    inputs: { x: { shape: [2, 4, 5, 3], dtype: 'float32' } },
    weights: new Map(),
    fn: ({ x: at }) => fn(at),
  });
  const results = await (await program.bind(new Map())).run({ x: x.dataSync() as Float32Array });
  for (const [name, expected] of Object.entries(fn(x)))
    expect(relativeError(expected.dataSync(), results[name])).toBe(0);
});
