import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { afterAll, describe, expect, test } from 'vitest';
import { createEngine } from '../../src/engine/create.ts';
import { modelFromLayers } from '../../src/model/layers-model.ts';
import type { Model, Weights } from '../../src/model/model.ts';
import { randomize } from '../../src/randomize/randomize.ts';
import { Recalibration } from '../../src/randomize/recalibrate.ts';
import { Stream } from '../../src/randomize/stream.ts';
import '../../src/tfjs-cpu.ts';
import { REFERENCE } from '../engine/reference.ts';

tf.setBackend('cpu');
const L = tfl.layers;

/** A residual network with a normalisation on either side of the sum, one without scale, one after a dense layer. */
function network(): tfl.LayersModel {
  const input = tfl.input({ shape: [6, 6, 2] });
  const conv = (name: string) => L.conv2d({ name, filters: 3, kernelSize: 3, padding: 'same' });
  const norm = (name: string) =>
    L.batchNormalization({ name, scale: name !== 'norm2', center: name !== 'norm3', epsilon: 0.01 });
  const stem = L.reLU({ name: 'relu1' }).apply(norm('norm1').apply(conv('conv1').apply(input)));
  const branch = norm('norm2').apply(conv('conv2').apply(stem)) as tfl.SymbolicTensor;
  const sum = L.add({ name: 'sum' }).apply([branch, stem as tfl.SymbolicTensor]);
  const hidden = L.dense({ units: 5, name: 'fc' }).apply(L.flatten({ name: 'flat' }).apply(sum));
  const output = L.dense({ units: 3, name: 'output' }).apply(norm('norm3').apply(hidden));
  return tfl.model({ inputs: input, outputs: output as tfl.SymbolicTensor });
}

const model = modelFromLayers(network(), 'residual');
const COUNT = 7;
const stream = new Stream('recalibrate', 1);
const values = Float32Array.from({ length: COUNT * 72 }, () => stream.normal());
const NORMS = ['norm1', 'norm2', 'norm3'];
const BEFORE: Record<string, string> = { norm1: 'conv1', norm2: 'conv2', norm3: 'fc' };

/** One normalisation after the other: the output of the layer before it, then its mean and variance by channel. */
function layerByLayer(of: Model, weights: Weights, chosen: readonly string[]): Weights {
  const result = new Map(weights);
  for (const name of NORMS.filter((norm) => chosen.includes(norm))) {
    const tensors = new Map(of.weights.map((w) => [w.name, tf.tensor(result.get(w.name)!, [...w.shape])]));
    let input = new Float32Array(0);
    of.apply(tf.tensor(values, [COUNT, 6, 6, 2]), tensors, (site, output) => {
      if (site === BEFORE[name]) input = output.dataSync() as Float32Array<ArrayBuffer>;
      return output;
    });
    const channels = result.get(`${name}/moving_mean`)!.length;
    const of_ = (c: number) => Array.from(input).filter((_, i) => i % channels === c);
    const mean = Array.from({ length: channels }, (_, c) => {
      const own = of_(c);
      return own.reduce((sum, v) => sum + v, 0) / own.length;
    });
    const variance = mean.map((m, c) => {
      const own = of_(c);
      return own.reduce((sum, v) => sum + (v - m) ** 2, 0) / own.length;
    });
    result.set(`${name}/moving_mean`, Float32Array.from(mean));
    result.set(`${name}/moving_variance`, Float32Array.from(variance));
  }
  return result;
}

/** No program may fall back to the other engine. */
const refuse = ({ message }: { message: string }) => {
  throw new Error(message);
};

describe.each(['compiled', 'eager'] as const)('%s: recalibration', async (engineName) => {
  const engine = await createEngine({ engine: engineName, backend: REFERENCE, threads: 1, notify: refuse });
  const recalibration = new Recalibration(engine, model, values, COUNT);
  afterAll(async () => {
    await recalibration.dispose();
    await engine.dispose();
  });

  test.each([
    ['all layers', 'full', NORMS],
    ['the upper ones, the others stay trained', 'norm2', ['norm2', 'norm3']],
  ])('of %s gives what their inputs have, layer by layer', async (_, stage, chosen) => {
    const { weights, layers } = randomize(model, { stage, seed: 3, group: 'weight' });
    const found = await recalibration.of(weights, layers);
    const expected = layerByLayer(model, weights, chosen);
    for (const [name, numbers] of expected) {
      const own = found.get(name)!;
      expect(own.length).toBe(numbers.length);
      for (const [i, value] of numbers.entries()) expect(own[i], name).toBeCloseTo(value, 4);
    }
    for (const name of NORMS.filter((norm) => !chosen.includes(norm))) {
      expect(found.get(`${name}/moving_mean`)).toBe(weights.get(`${name}/moving_mean`));
    }
  });

  test('of no normalisation changes nothing', async () => {
    const { weights, layers } = randomize(model, { stage: 'output', seed: 3 });
    expect(await recalibration.of(weights, layers)).toBe(weights);
  });
});

test('what is called twice goes by what its first call found', async () => {
  const input = tfl.input({ shape: [4] });
  const norm = L.batchNormalization({ name: 'norm' });
  const twice = norm.apply(L.dense({ name: 'fc', units: 4 }).apply(norm.apply(input)));
  const shared = modelFromLayers(
    tfl.model({ inputs: input, outputs: twice as tfl.SymbolicTensor }),
    'shared',
  );
  const engine = await createEngine({ engine: 'compiled', backend: 'cpu', threads: 1, notify: () => {} });
  const recalibration = new Recalibration(engine, shared, values, 18);
  const { weights, layers } = randomize(shared, { stage: 'full' });
  const found = (await recalibration.of(weights, layers)).get('norm/moving_mean')!;
  for (let c = 0; c < 4; c++) {
    const own = Array.from({ length: 18 }, (_, n) => values[4 * n + c]);
    expect(found[c]).toBeCloseTo(
      own.reduce((sum, v) => sum + v / 18, 0),
      5,
    );
  }
  await recalibration.dispose();
  await engine.dispose();
});

test('without inputs it is refused', () => {
  expect(() => randomize(model, { stage: 'full', batchNorm: 'recalibrate' })).toThrow(
    'BatchNorm mode: expected `initialise` or `keep` where there are no inputs, found `recalibrate`',
  );
});
