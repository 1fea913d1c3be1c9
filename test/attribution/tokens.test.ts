import { fileURLToPath } from 'node:url';
import * as layers from '@tensorflow/tfjs-layers';
import { describe, expect, test } from 'vitest';
import { Programs } from '../../src/attribution/passes/programs.ts';
import { WeightedModel } from '../../src/attribution/passes/weighted-model.ts';
import { createMethod } from '../../src/attribution/registry.ts';
import { createCompiledEngine } from '../../src/engine/compiled.ts';
import { explain } from '../../src/explain.ts';
import { modelFromLayers } from '../../src/model/layers-model.ts';
import { loadModel } from '../../src/model/load.ts';
import type { Model } from '../../src/model/model.ts';
import { fill } from '../model/networks.ts';

const bert = (file: string) => fileURLToPath(new URL(`../../fixtures/onnx/${file}.onnx`, import.meta.url));
const ids = Float32Array.from({ length: 4 * 7 }, (_, i) => (i * 5 + 3 * Math.floor(i / 7)) % 12);

/** S of every text, and of what is left of it where tokens are taken away: their embeddings are zero. */
async function scoresOf(model: Model, targets: ArrayLike<number>) {
  const engine = createCompiledEngine({ threads: 1, device: 'cpu' });
  const weighted = new WeightedModel(new Programs(engine, model, 7), model.trained);
  const whole = model.tokens!.embed(ids);
  const width = whole.length / ids.length;
  const score = async (keep: (token: number) => boolean) => {
    const left = whole.map((value, i) => (keep(Math.floor(i / width) % 7) ? value : 0));
    const logits = await weighted.logits(left);
    return Array.from({ length: 4 }, (_, n) => logits[n * model.classes + targets[n]]);
  };
  const all = await score(() => true);
  const drops: number[][] = [];
  for (let token = 0; token < 7; token++) {
    const without = await score((other) => other !== token);
    drops.push(all.map((one, n) => one - without[n]));
  }
  const nothing = await score(() => false);
  await weighted.release();
  await engine.dispose();
  return { all, nothing, drops };
}

describe.each(['bert-traced-17-any', 'bert-dynamo-20'])('%s', (file) => {
  test('is masked token by token', async () => {
    const model = await loadModel(bert(file));
    const { maps, targets } = await explain({
      model,
      inputs: { values: ids, shape: [7] },
      methods: [
        'feature-ablation',
        { name: 'occlusion', fill: 'black' },
        { name: 'kernel-shap', samples: 128 },
        { name: 'lime', samples: 200, penalty: 1e-3 },
      ],
      threads: 1,
    });
    const { all, nothing, drops } = await scoresOf(model, targets);
    for (const method of ['feature-ablation', 'occlusion']) {
      const { shape, values } = maps[method];
      expect(shape).toEqual([7, 1]);
      values.forEach((value, i) => {
        expect(value).toBeCloseTo(drops[i % 7][Math.floor(i / 7)], 5);
      });
    }
    // Shapley values of seven players are exact, and come to what there is to share.
    for (let n = 0; n < 4; n++) {
      const sum = maps['kernel-shap'].values.subarray(7 * n, 7 * n + 7).reduce((a, b) => a + b, 0);
      expect(sum).toBeCloseTo(all[n] - nothing[n], 4);
    }
    expect(maps.lime.shape).toEqual([7, 1]);
    expect(new Set(maps.lime.values).size).toBe(28);
    model.dispose();
  });
});

const L = layers.layers;
const signal = () =>
  fill(
    layers.sequential({
      layers: [
        L.conv1d({ inputShape: [60, 4], filters: 5, kernelSize: 5, activation: 'relu' }),
        L.globalAveragePooling1d({}),
        L.dense({ units: 3 }),
      ],
    }),
  );
const waves = Float32Array.from({ length: 3 * 240 }, (_, i) => Math.sin(i * i * 0.7) + 0.1 * (i % 7));

test('a long sequence is ablated step by step, all steps of it', async () => {
  const { maps } = await explain({
    model: signal(),
    inputs: { values: waves, shape: [60, 4] },
    methods: ['feature-ablation', { name: 'occlusion', patch: 1, stride: 1, fill: 'black' }],
    threads: 1,
  });
  const { shape, values } = maps['feature-ablation'];
  expect(shape).toEqual([60, 1]);
  expect(values.every(Number.isFinite)).toBe(true);
  values.forEach((value, i) => {
    expect(value).toBeCloseTo(maps.occlusion.values[i], 6);
  });
});

test('occlusion of a signal takes some steps in a row, of a table it is refused', async () => {
  const { maps } = await explain({
    model: signal(),
    inputs: { values: waves, shape: [60, 4] },
    methods: ['occlusion'],
    threads: 1,
  });
  expect(maps.occlusion.shape).toEqual([60, 1]);
  expect(createMethod('occlusion').resolve!(modelFromLayers(signal(), 'signal'))).toEqual({
    patch: 4,
    stride: 2,
  });
  const table = fill(layers.sequential({ layers: [L.dense({ inputShape: [5], units: 3 })] }));
  const refused = explain({
    model: table,
    inputs: { values: waves.subarray(0, 20), shape: [5] },
    methods: ['occlusion'],
    threads: 1,
  });
  await expect(refused).rejects.toThrowErrorMatchingInlineSnapshot(
    `[InputError: method occlusion: expected a model of images [H, W, C], or of steps or tokens in a row, found an input of shape [5].]`,
  );
});
