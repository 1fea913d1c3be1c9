import * as tf from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, test } from 'vitest';
import { explainBatch } from '../../src/attribution/explain-batch.ts';
import { Programs } from '../../src/attribution/programs.ts';
import { createMethod } from '../../src/attribution/registry.ts';
import { WeightedModel } from '../../src/attribution/weighted-model.ts';
import { createEngine } from '../../src/engine/create.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { seededNoise } from '../../src/randomize/noise-source.ts';
import { Stream } from '../../src/randomize/stream.ts';
import { REFERENCE } from '../engine/reference.ts';
import { blobs, smallModel } from './small-network.ts';

const engines: Engine[] = [];
afterEach(async () => {
  for (const engine of engines.splice(0)) await engine.dispose();
});

const model = smallModel();
const values = blobs(5);
const ids = ['a', 'b', 'c', 'd', 'e'];
const targets = Int32Array.of(0, 1, 2, 3, 0);

async function weightedModel(kind: 'compiled' | 'eager', batch: number, of = model): Promise<WeightedModel> {
  const engine = await createEngine({
    engine: kind,
    backend: REFERENCE,
    threads: 1,
    notify: ({ message }) => {
      throw new Error(message);
    },
  });
  engines.push(engine);
  return new WeightedModel(new Programs(engine, of, batch), of.trained);
}

const batchOf = (pixels: Float32Array) => ({
  count: pixels.length / 144,
  shape: [12, 12, 1],
  values: pixels,
  baseline: new Float32Array(144),
});

const explainWith = async (methods: string[], weighted: WeightedModel, order = [0, 1, 2, 3, 4]) => {
  const pixels = Float32Array.from(order.flatMap((i) => [...values.subarray(i * 144, (i + 1) * 144)]));
  const noise = seededNoise(
    3,
    order.map((i) => ids[i]),
  );
  return explainBatch(
    methods.map((name) =>
      createMethod(name, name.startsWith('smooth') || name === 'vargrad' ? { draws: 4 } : {}),
    ),
    weighted,
    batchOf(pixels),
    Int32Array.from(order, (i) => targets[i]),
    noise,
  );
};

const worst = (a: Float32Array, b: Float32Array): number => {
  const largest = a.reduce((m, v) => Math.max(m, Math.abs(v)), 0);
  return a.reduce((m, v, i) => Math.max(m, Math.abs(v - b[i])), 0) / largest;
};

const METHODS = [
  'gradient',
  'smoothgrad',
  'vargrad',
  'input-x-gradient',
  'integrated-gradients',
  'guided-backprop',
  'deconvnet',
  'grad-cam',
  'guided-grad-cam',
];

describe('sharing', () => {
  test.each([
    [['gradient'], 5],
    [['gradient', 'input-x-gradient'], 5],
    [['smoothgrad'], 5 * 4],
    [['smoothgrad', 'smoothgrad-squared', 'vargrad'], 5 * 4],
    [['guided-backprop', 'guided-grad-cam', 'grad-cam'], 5 + 5],
    [['integrated-gradients'], 5 * 51],
    [['input', 'edge-detector', 'constant'], 0],
  ])('%j takes %i evaluations', async (methods, evaluations) => {
    const weighted = await weightedModel('compiled', 8);
    await explainWith(methods, weighted);
    expect(weighted.evaluations).toBe(evaluations);
    await weighted.release();
  });
});

describe('the maps of an input', () => {
  test.each(METHODS)('%s: are the same compiled and eager', async (method) => {
    const [compiled] = await explainWith([method], await weightedModel('compiled', 4));
    const [eager] = await explainWith([method], await weightedModel('eager', 4));
    expect(worst(eager.values, compiled.values)).toBeLessThan(1e-4);
  });

  test.each(METHODS)('%s: do not depend on batch size or order', async (method) => {
    const [one] = await explainWith([method], await weightedModel('compiled', 1));
    const [seven] = await explainWith([method], await weightedModel('compiled', 7), [4, 2, 0, 1, 3]);
    const size = one.values.length / 5;
    const moved = Float32Array.from(
      [2, 3, 1, 4, 0].flatMap((at) => [...seven.values.subarray(at * size, (at + 1) * size)]),
    );
    expect(worst(one.values, moved)).toBeLessThan(1e-5);
  });

  test('follow the weights', async () => {
    const weighted = await weightedModel('compiled', 4);
    const other = new Map([...model.trained].map(([name, v]) => [name, v.map((x) => -x)]));
    const engine = engines[0];
    const negative = new WeightedModel(new Programs(engine, model, 4), other);
    const [a] = await explainWith(['gradient'], weighted);
    const [b] = await explainWith(['gradient'], negative);
    expect(worst(a.values, b.values)).toBeGreaterThan(0.1);
  });
});

describe('the gradient', () => {
  test('equals finite differences of the logit', async () => {
    const weighted = await weightedModel('compiled', 8, smallModel('tanh'));
    // Without ties in the pooling windows, where a difference to both sides is no derivative.
    const stream = new Stream('finite differences');
    const input = Float32Array.from({ length: 144 }, () => stream.uniform());
    const gradient = await weighted.gradient(input, [2]);
    const step = 2e-3;
    for (const pixel of [13, 30, 66, 100]) {
      const moved = [step, -step].map((d) => Float32Array.from(input, (v, p) => v + (p === pixel ? d : 0)));
      const [up, down] = await Promise.all(moved.map(async (m) => (await weighted.logits(m))[2]));
      expect(Math.abs((up - down) / (2 * step) - gradient[pixel])).toBeLessThan(
        2e-3 * Math.max(...gradient.map(Math.abs)),
      );
    }
  });

  test('integrated along the path gives the change of the logit', async () => {
    const weighted = await weightedModel('compiled', 8);
    const method = createMethod('integrated-gradients', { steps: 400, quadrature: 'midpoint' });
    const [maps] = await explainBatch([method], weighted, batchOf(values), targets, seededNoise(0, ids));
    const logits = await weighted.logits(values);
    const [black] = [await weighted.logits(new Float32Array(144))];
    for (let i = 0; i < 5; i++) {
      const sum = maps.values.subarray(i * 144, (i + 1) * 144).reduce((a, b) => a + b, 0);
      const change = logits[i * 4 + targets[i]] - black[targets[i]];
      expect(Math.abs(sum - change)).toBeLessThan(0.01 * Math.max(1, Math.abs(change)));
    }
  });
});

test('a rule for ReLU units refuses a network without any', async () => {
  const weighted = await weightedModel('compiled', 4, smallModel('tanh'));
  await expect(weighted.gradient(values, targets, 'guided')).rejects.toThrowErrorMatchingInlineSnapshot(
    `[InputError: rule guided: expected a network with ReLU units for the rule to act on, found none.]`,
  );
});

test('no tensor is left behind', async () => {
  const weighted = await weightedModel('eager', 4);
  await explainWith(METHODS, weighted);
  await weighted.release();
  const before = tf.memory().numTensors;
  const again = await weightedModel('eager', 4);
  await explainWith(METHODS, again);
  await again.release();
  expect(tf.memory().numTensors).toBe(before);
});
