import * as tf from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, test } from 'vitest';
import { type CustomMethod, customMethod } from '../../src/attribution/custom-method.ts';
import { explainBatch } from '../../src/attribution/explain-batch.ts';
import type { Method } from '../../src/attribution/method.ts';
import { Programs } from '../../src/attribution/passes/programs.ts';
import { WeightedModel } from '../../src/attribution/passes/weighted-model.ts';
import { createMethod } from '../../src/attribution/registry.ts';
import { logits } from '../../src/attribution/requests/logits.ts';
import { maskedLogits } from '../../src/attribution/requests/masked-logits.ts';
import { windows } from '../../src/attribution/requests/masks.ts';
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
    // Logits of the inputs and of 12 x 12 windows of one pixel.
    [['occlusion'], 5 * (1 + 144)],
  ])('%j takes %i evaluations', async (methods, evaluations) => {
    const weighted = await weightedModel('compiled', 8);
    await explainWith(methods, weighted);
    expect(weighted.evaluations).toBe(evaluations);
    await weighted.release();
  });
});

describe('what a method asks for as it goes', () => {
  const explainOwn = async (methods: Method[]) => {
    const weighted = await weightedModel('compiled', 8);
    const batch = batchOf(values);
    const maps = await explainBatch(methods, weighted, batch, targets, seededNoise(3, ids));
    const { evaluations } = weighted;
    await weighted.release();
    return { maps, evaluations };
  };
  const own = (explain: CustomMethod['explain']) => customMethod({ name: 'own', explain });

  test('is shared where a method of the user asks at the inputs and classes that are explained', async () => {
    const shared = await explainOwn([
      createMethod('gradient'),
      own((bound, inputs, of) => bound.gradient(inputs.values, of)),
    ]);
    expect(shared.evaluations).toBe(5);
    expect(shared.maps[1].values).toEqual(shared.maps[0].values);
  });

  test('is computed where it asks elsewhere', async () => {
    const elsewhere = await explainOwn([
      createMethod('gradient'),
      own((bound, inputs, of) =>
        bound.gradient(
          inputs.values.map((v) => v + 1),
          of,
        ),
      ),
      own((bound, inputs) => bound.gradient(inputs.values, [3, 3, 3, 3, 3])),
    ]);
    expect(elsewhere.evaluations).toBe(15);
  });

  test('may follow from an answer', async () => {
    const adaptive: Method = {
      ...createMethod('gradient'),
      name: 'adaptive',
      requests: () => [logits],
      furtherPoints: 144,
      explain: async (ask, { inputs }) => {
        const [first] = await ask(logits);
        const patch = Number.isFinite(first) ? 12 : 1;
        const scores = await ask(maskedLogits(windows([12, 12], { patch, stride: 12 }), 'mean'));
        return { shape: [1], count: inputs.count, values: scores };
      },
    };
    const { maps, evaluations } = await explainOwn([adaptive]);
    expect(evaluations).toBe(10);
    // The one window covers everything, so what is left is the mean of each image.
    const weighted = await weightedModel('compiled', 1);
    const grey = Float32Array.from(values, (_, i) => {
      const image = values.subarray(Math.floor(i / 144) * 144, (Math.floor(i / 144) + 1) * 144);
      return image.reduce((sum, v) => sum + v / 144, 0);
    });
    const expected = await weighted.logits(grey);
    expect(
      worst(
        Float32Array.from(targets, (t, i) => expected[4 * i + t]),
        maps[0].values,
      ),
    ).toBeLessThan(1e-5);
  });

  test('costs no backward pass where only logits are asked for', async () => {
    const layers = async (name: string) => {
      const engine = await createEngine({
        engine: 'compiled',
        backend: REFERENCE,
        threads: 1,
        notify: () => {},
      });
      engines.push(engine);
      const programs = new Programs(engine, model, 5);
      const weighted = new WeightedModel(programs, model.trained);
      const settings = name === 'occlusion' ? { patch: 12, stride: 12 } : {};
      await explainBatch(
        [createMethod(name, settings)],
        weighted,
        batchOf(values),
        targets,
        seededNoise(3, ids),
      );
      await weighted.release();
      return programs.layerEvaluations;
    };
    // Two passes forward, against one there and back.
    expect(await layers('occlusion')).toBe(await layers('gradient'));
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

test('a composite refuses a network that has none of its kernels', async () => {
  const weighted = await weightedModel('compiled', 4, smallModel('tanh'));
  await expect(weighted.gradient(values, targets, 'guided')).rejects.toThrowErrorMatchingInlineSnapshot(
    `[InputError: composite guided: expected a network with one of the kernels that it acts on: Relu, Relu6, found none between the logits and what they are differentiated by.]`,
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
