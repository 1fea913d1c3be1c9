import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { guided } from '../../../../src/attribution/composites/guided.ts';
import { COMPOSITES } from '../../../../src/attribution/composites/registry.ts';
import { createCompiledEngine } from '../../../../src/engine/compiled.ts';
import { type Composite, withComposite } from '../../../../src/engine/composite.ts';
import { createEagerEngine } from '../../../../src/engine/eager.ts';
import type { Engine, TensorFunction } from '../../../../src/engine/engine.ts';
import { loadModel } from '../../../../src/model/load.ts';
import type { Model, Tap, Weights } from '../../../../src/model/model.ts';
import { relativeError, uniform } from '../../../engine/differences.ts';
import { REFERENCE, startReference } from '../../../engine/reference.ts';
import { CLASSES, INPUT_SHAPE, mixedGraph, mixedReference, SIGNATURE } from './graph-networks.ts';

const BATCH = 3;
/** Of the largest value. Rounding alone stays near 1e-6. */
const TOLERANCE = 1e-5;

type Apply = (x: Tensor, weights: ReadonlyMap<string, Tensor>, tap?: Tap) => Tensor;

let model: Model;
const engines: Record<string, Engine> = {};
const x = uniform([BATCH, ...INPUT_SHAPE], 5, -1, 1).dataSync() as Float32Array;
const target = Float32Array.from({ length: BATCH * CLASSES }, (_, i) => Number(i % CLASSES === 1));

beforeAll(async () => {
  await startReference();
  engines.compiled = createCompiledEngine({ threads: 1 });
  engines.eager = await createEagerEngine({ backend: REFERENCE, threads: 1 });
  model = await loadModel(
    await mixedGraph().save((document) => {
      document.signature = SIGNATURE;
    }),
  );
});
afterAll(async () => {
  for (const engine of Object.values(engines)) await engine.dispose();
  model.dispose();
});

async function results(engine: Engine, fn: TensorFunction, weights: Weights) {
  const program = await engine.compile({
    name: 'test',
    fn,
    inputs: {
      x: { shape: [BATCH, ...INPUT_SHAPE], dtype: 'float32' },
      target: { shape: [BATCH, CLASSES], dtype: 'float32' },
    },
    weights: new Map(model.weights.map(({ name, shape }) => [name, shape])),
  });
  const bound = await program.bind(weights);
  const outputs = await bound.run({ x, target });
  await bound.release();
  await program.dispose();
  return outputs;
}

/** Other weights than the trained ones, statistics of the batch normalisation positive. */
const others = (): Weights =>
  new Map(
    model.weights.map(({ name, shape, role }, index) => {
      const size = shape.reduce((a, b) => a * b, 1);
      const sign = role === 'moving-variance' || role === 'scale' ? [0.5, 1.5] : [-0.6, 0.6];
      return [name, uniform([size], index + 40, sign[0], sign[1]).dataSync() as Float32Array];
    }),
  );

const logitsOf =
  (apply: Apply): TensorFunction =>
  ({ x: input }, weights) => ({ logits: apply(input, weights) });

const gradientOf =
  (apply: Apply, composite: Composite): TensorFunction =>
  ({ x: input, target: chosen }, weights) => {
    const logit = (t: Tensor) => tf.sum(tf.mul(apply(t, weights), chosen));
    return { gradient: withComposite(composite, () => tf.grad(logit)(input)).result };
  };

const graph: Apply = (...given) => model.apply(...given);

describe.each(['compiled', 'eager'])(
  '%s: a graph model equals the same network in tfjs operations',
  (name) => {
    test.each(['trained', 'other'])('logits, %s weights', async (which) => {
      const weights = which === 'trained' ? model.trained : others();
      const { logits } = await results(engines[name], logitsOf(graph), weights);
      const expected = await results(engines.eager, logitsOf(mixedReference), weights);
      expect(relativeError(expected.logits, logits)).toBeLessThan(TOLERANCE);
      expect(logits.every((value) => value !== 0)).toBe(true);
    });

    test.each(COMPOSITES)('input gradient under $name', async (composite) => {
      const weights = others();
      const { gradient } = await results(engines[name], gradientOf(graph, composite), weights);
      const expected = await results(engines.eager, gradientOf(mixedReference, composite), weights);
      expect(relativeError(expected.gradient, gradient)).toBeLessThan(TOLERANCE);
      expect(gradient.some((value) => value !== 0)).toBe(true);
    });
  },
);

test('guided rules reach every ReLU and ReLU6, fused ones too', () => {
  const met = (apply: Apply) =>
    tf.tidy(() => {
      const weights = new Map(
        model.weights.map(({ name, shape }) => [name, tf.tensor(others().get(name)!, [...shape])]),
      );
      const input = tf.tensor(x, [BATCH, ...INPUT_SHAPE]);
      const { met: byKernel } = withComposite(guided, () => {
        tf.grad((t) => tf.sum(apply(t, weights)))(input);
      });
      return [...byKernel.values()].reduce((sum, count) => sum + count, 0);
    });
  // Two plain ones and three that are fused into a convolution or a product.
  expect(met(graph)).toBe(met(mixedReference));
  expect(met(graph)).toBe(5);
});

describe('what a tap returns takes the output of its site', () => {
  const shifted: Tap = (site, output) => (site === 'conv3' ? tf.mul(output, 0) : output);

  test.each(['compiled', 'eager'])('%s', async (name) => {
    const weights = others();
    const { logits } = await results(
      engines[name],
      logitsOf((input, given) => model.apply(input, given, shifted)),
      weights,
    );
    // Behind a convolution of zeros every input looks the same.
    const [first, ...rest] = Array.from({ length: BATCH }, (_, i) => [
      ...logits.subarray(i * CLASSES, (i + 1) * CLASSES),
    ]);
    for (const other of rest) expect(other).toEqual(first);
    expect(first.some((value) => value !== 0)).toBe(true);
    const untouched = await results(engines[name], logitsOf(graph), weights);
    expect(relativeError(untouched.logits, logits)).toBeGreaterThan(0.01);
  });

  test('every site is shown once, in the order of the description, with the shape that it says', () => {
    const shown: [string, number[]][] = [];
    tf.tidy(() => {
      const weights = new Map(
        model.weights.map(({ name, shape }) => [name, tf.tensor(model.trained.get(name)!, [...shape])]),
      );
      model.apply(tf.tensor(x, [BATCH, ...INPUT_SHAPE]), weights, (site, output) => {
        shown.push([site, output.shape]);
        return output;
      });
    });
    expect(shown).toEqual(model.sites.map(({ name, shape }) => [name, [BATCH, ...shape]]));
  });
});

test('every weight counts: the logits move when any one of them does', async () => {
  const weights = others();
  const before = (await results(engines.eager, logitsOf(graph), weights)).logits;
  for (const { name } of model.weights) {
    const moved = new Map(weights).set(
      name,
      weights.get(name)!.map((value) => 1.2 * value + 0.1),
    );
    const { logits } = await results(engines.eager, logitsOf(graph), moved);
    expect(relativeError(before, logits), name).toBeGreaterThan(1e-5);
  }
  expect(model.weights).toHaveLength(17);
});
