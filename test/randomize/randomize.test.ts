import '../../src/tfjs-cpu.ts';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { describe, expect, test } from 'vitest';
import { modelFromLayers } from '../../src/model/layers-model.ts';
import { describeRandomization, randomize, randomizeLayers } from '../../src/randomize/randomize.ts';

tf.setBackend('cpu');
const model = modelFromLayers(
  tfl.sequential({
    layers: [
      tfl.layers.conv2d({
        filters: 4,
        kernelSize: 3,
        inputShape: [8, 8, 1],
        name: 'conv',
        kernelInitializer: 'heNormal',
      }),
      tfl.layers.batchNormalization({ name: 'norm' }),
      tfl.layers.flatten({}),
      tfl.layers.dense({ units: 12, name: 'fc1', activation: 'relu' }),
      tfl.layers.dense({ units: 12, name: 'fc2', activation: 'relu', biasInitializer: 'ones' }),
      tfl.layers.dense({ units: 12, name: 'fc3' }),
    ],
  }),
  'test',
);
const snapshot = () => new Map([...model.trained].map(([name, values]) => [name, values.slice()]));

describe('randomize', () => {
  test('full randomises every parameter, BatchNorm statistics included', () => {
    const { coverage, layers } = randomize(model, { stage: 'full' });
    expect(coverage).toBe(1);
    expect(layers).toEqual(['fc3', 'fc2', 'fc1', 'norm', 'conv']);
  });

  test('keeping BatchNorm statistics leaves the coverage below 1', () => {
    expect(randomize(model, { stage: 'full', batchNorm: 'keep' }).coverage).toBeLessThan(1);
  });

  test('a stage changes its layers and shares the rest with the model', () => {
    const { weights } = randomize(model, { stage: 'fc2' });
    for (const name of ['fc3/kernel', 'fc2/kernel'])
      expect(weights.get(name)).not.toEqual(model.trained.get(name));
    for (const name of ['fc1/kernel', 'conv/kernel', 'norm/gamma']) {
      expect(weights.get(name)).toBe(model.trained.get(name));
    }
  });

  test('the trained weights stay bit for bit', () => {
    const before = snapshot();
    for (const initializer of ['own', 'he', 'glorot', 'permutation', 'normal'] as const) {
      randomize(model, { stage: 'full', initializer });
    }
    expect(new Map(model.trained)).toEqual(before);
  });

  test('layers of equal shape get different values, draws and seeds too', () => {
    const { weights } = randomize(model, { stage: 'full' });
    expect(weights.get('fc2/kernel')).not.toEqual(weights.get('fc3/kernel'));
    const other = [{ draw: 1 }, { seed: 1 }].map((o) => randomize(model, { stage: 'full', ...o }).weights);
    for (const { get } of other.map((w) => ({ get: (n: string) => w.get(n) }))) {
      expect(get('fc3/kernel')).not.toEqual(weights.get('fc3/kernel'));
    }
  });

  test('a layer has the same random values in every stage of a draw, alone or with others', () => {
    const full = randomize(model, { stage: 'full', draw: 2 }).weights;
    const alone = randomize(model, { stage: 'fc1', order: 'independent', draw: 2 }).weights;
    expect(alone.get('fc1/kernel')).toEqual(full.get('fc1/kernel'));
    expect(alone.get('fc2/kernel')).toBe(model.trained.get('fc2/kernel'));
  });

  test('randomising nothing gives the trained weights', () => {
    const { weights, coverage } = randomizeLayers(model, []);
    expect(coverage).toBe(0);
    for (const [name, values] of model.trained) expect(weights.get(name)).toBe(values);
  });

  test('permutation keeps the values, normal keeps mean and SD', () => {
    const trained = model.trained.get('fc1/kernel')!;
    const permuted = randomize(model, { stage: 'full', initializer: 'permutation' }).weights.get(
      'fc1/kernel',
    )!;
    expect(permuted).not.toEqual(trained);
    expect(permuted.slice().sort()).toEqual(trained.slice().sort());
    const normal = randomize(model, { stage: 'full', initializer: 'normal' }).weights.get('fc1/kernel')!;
    const sd = (v: Float32Array) => Math.sqrt(v.reduce((s, x) => s + x * x, 0) / v.length);
    expect(sd(normal) / sd(trained)).toBeCloseTo(1, 1);
  });

  test('the initializers are named', () => {
    const said = describeRandomization(model, 'own', 'keep');
    expect(said['conv/kernel']).toBe('VarianceScaling scale 2, mode fanIn, distribution normal');
    expect(said['fc2/bias']).toBe('Ones');
    expect(said['norm/moving_mean']).toBe('kept trained');
  });

  test('an unknown layer is named with the nearest', () => {
    expect(() => randomize(model, { stage: 'fc4' })).toThrowErrorMatchingInlineSnapshot(
      `[InputError: layer fc4: expected one of output, full, fc3, fc2, fc1, conv, found a name that is not known. Did you mean fc3 or fc2 or fc1?]`,
    );
  });
});
