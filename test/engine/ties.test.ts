import '../../src/tfjs-cpu.ts';
import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compareEngines, difference } from '../../bench/agreement/compare.ts';
import { decisionName, exchanged, observing } from '../../bench/agreement/decisions.ts';
import { SMALL } from '../../bench/networks/catalogue.ts';
import { gradientProgram, randomImages, randomWeights } from '../../bench/networks/network.ts';
import { uniform } from '../../bench/networks/random.ts';
import { blockSize } from '../../src/engine/blocked-probe.ts';
import { createCompiledEngine } from '../../src/engine/compiled.ts';
import { createEagerEngine } from '../../src/engine/eager.ts';
import type { Engine, ProgramSource, Values } from '../../src/engine/engine.ts';
import type { Weights } from '../../src/model/model.ts';

const TOLERANCE = 1e-5;

let eager: Engine;
let onnx: Engine;
let blocked: Engine;
beforeAll(async () => {
  await tf.setBackend('cpu');
  eager = await createEagerEngine({ backend: 'cpu', threads: 1 });
  onnx = createCompiledEngine({ threads: 1 });
  blocked = createCompiledEngine({ threads: 1, block: await blockSize() });
});
afterAll(() => Promise.all([eager, onnx, blocked].map((engine) => engine.dispose())));

const INPUTS = 300;
const UNITS = 16 * 16 * 4;

/** Pre-activations that cancel out: what is left is rounding, and its sign the order in which an engine adds. */
function cancelling(): Weights {
  const first = uniform(INPUTS * UNITS, 1);
  for (let unit = 0; unit < UNITS; unit++) {
    let sum = 0;
    for (let i = 0; i < INPUTS - 1; i++) sum += first[i * UNITS + unit];
    first[(INPUTS - 1) * UNITS + unit] = -sum;
  }
  return new Map([
    ['first', first],
    ['second', uniform(UNITS, 2)],
  ]);
}

/** Gradient of a network of one hidden layer at ones, with what its units go through after the cancelling sum. */
const tied = (activate: (x: Tensor4D) => Tensor): ProgramSource => ({
  name: 'ties',
  inputs: { x: { shape: [1, INPUTS], dtype: 'float32' } },
  weights: new Map([
    ['first', [INPUTS, UNITS]],
    ['second', [UNITS]],
  ]),
  fn: ({ x }, weights) => {
    const logit = (t: Tensor) => {
      const hidden = tf.matMul(t as Tensor2D, weights.get('first') as Tensor2D);
      const units = tf.reshape(activate(tf.reshape(hidden, [1, 16, 16, 4])), [-1]);
      return tf.sum<tf.Scalar>(tf.mul(units, tf.slice(weights.get('second')!, [0], [units.size])));
    };
    return { gradient: tf.grad(logit)(x) };
  },
});

const ones = new Float32Array(INPUTS).fill(1);

describe.each<[string, (x: Tensor4D) => Tensor]>([
  ['ReLU', tf.relu],
  ['ReLU6', tf.relu6],
  ['a ReLU with a maximum', (x) => tf.clipByValue(tf.relu(x), 0, 6)],
  // As large as the limit.
  ['ReLU6 at both ends', (x) => tf.relu6(tf.mul(x, 5e6))],
  ['max pooling', (x) => tf.maxPool(x, 2, 2, 'valid')],
  ['max pooling of windows that overlap', (x) => tf.maxPool(x, 3, 2, 'same')],
  ['ReLU before max pooling', (x) => tf.maxPool(tf.relu(x), 2, 2, 'valid')],
])('ties of %s', (_, activate) => {
  test('turn by rounding, and are all that differs', async () => {
    const found = await compareEngines([eager, onnx], tied(activate), cancelling(), ones);
    expect(found.flippedUnits + found.flippedWindows).toBeGreaterThan(10);
    expect(found.raw).toBeGreaterThan(1e-2);
    expect(found.exchanged).toBeLessThan(TOLERANCE);
  });
});

async function run(source: ProgramSource, weights: Weights, inputs: Record<string, Values>) {
  const program = await onnx.compile(source);
  return (await program.bind(weights)).run(inputs);
}

test('the choices are those that are fed: others give another gradient', async () => {
  const source = gradientProgram(SMALL.vgg16(), 1);
  const weights = randomWeights(source.weights);
  const { source: observed, decisions } = observing(source);
  const [x, stranger] = [randomImages(source, 1), randomImages(source, 2)];
  const { gradient, ...own } = await run(observed, weights, { x });
  const { gradient: _, ...others } = await run(observed, weights, { x: stranger });
  expect(Object.keys(own)).toEqual(decisions.map((_, i) => decisionName(i)));
  const mixed = exchanged(source, decisions);
  expect(difference(gradient, (await run(mixed, weights, { x, ...own })).gradient)).toBeLessThan(TOLERANCE);
  expect(difference(gradient, (await run(mixed, weights, { x, ...others })).gradient)).toBeGreaterThan(0.1);
});

describe.each([
  ['VGG16', SMALL.vgg16],
  ['MobileNetV2', SMALL.mobilenetv2],
])('%s, small', (_, make) => {
  test('eager, public and blocked agree once they decide alike', async () => {
    const source = gradientProgram(make(), 1);
    const [weights, x] = [randomWeights(source.weights, 3), randomImages(source, 3)];
    for (const pair of [
      [eager, onnx],
      [onnx, blocked],
    ] as const) {
      expect((await compareEngines(pair, source, weights, x)).exchanged).toBeLessThan(TOLERANCE);
    }
  });
});
