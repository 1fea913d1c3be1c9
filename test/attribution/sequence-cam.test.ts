import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { expect, test } from 'vitest';
import type { ExplainConfig } from '../../src/config/config.ts';
import { explain } from '../../src/explain.ts';
import { relativeError } from '../engine/differences.ts';
import { refusal } from '../model/networks.ts';

const L = layers.layers;
const STEPS = 12;
const FEATURES = 2;
const COUNT = 3;
const wave = (length: number, phase: number) =>
  Float32Array.from({ length }, (_, i) => Math.sin(1.3 * i + phase));

const METHODS = ['grad-cam', 'grad-cam++', 'hires-cam', 'layer-cam', 'guided-grad-cam'];

/** Two convolutions and a mean over what is left, over steps or over an image of one column. */
function network(over: 'steps' | 'rows'): layers.LayersModel {
  const steps = over === 'steps';
  const inputShape = steps ? [STEPS, FEATURES] : [STEPS, 1, FEATURES];
  const convolution = (name: string, filters: number, given: object = {}) => {
    const common = { filters, activation: 'relu', name, padding: 'same', ...given } as const;
    return steps ? L.conv1d({ ...common, kernelSize: 3 }) : L.conv2d({ ...common, kernelSize: [3, 1], name });
  };
  const model = layers.sequential({
    layers: [
      convolution('first', 5, { inputShape }),
      steps ? L.averagePooling1d({ poolSize: 2 }) : L.averagePooling2d({ poolSize: [2, 1] }),
      convolution('second', 4),
      steps ? L.globalAveragePooling1d({}) : L.globalAveragePooling2d({ dataFormat: 'channelsLast' }),
      L.dense({ units: 3, name: 'dense' }),
    ],
  });
  for (const [index, layer] of model.layers.entries()) {
    const own = layer.getWeights();
    layer.setWeights(own.map((w, i) => tf.tensor(wave(w.size, index + i), w.shape)));
  }
  return model;
}

const maps = async (config: Partial<ExplainConfig> & Pick<ExplainConfig, 'model' | 'inputs'>) =>
  (await explain({ preprocess: 'raw', threads: 1, methods: METHODS, ...config })).maps;

test('maps over steps are those of an image of one column', async () => {
  const values = wave(COUNT * STEPS * FEATURES, 0.4);
  const [steps, rows] = await Promise.all([
    maps({ model: network('steps'), inputs: { values, shape: [STEPS, FEATURES] } }),
    maps({ model: network('rows'), inputs: { values, shape: [STEPS, 1, FEATURES] } }),
  ]);
  for (const method of METHODS) {
    expect(Math.max(...rows[method].values.map(Math.abs)), method).toBeGreaterThan(1e-4);
    expect(steps[method].shape).toEqual(rows[method].shape);
    expect(relativeError(rows[method].values, steps[method].values), method).toBeLessThan(1e-5);
  }
  const at = async (model: layers.LayersModel, shape: number[]) =>
    (await maps({ model, inputs: { values, shape }, methods: [{ name: 'grad-cam', layer: 'first' }] }))[
      'grad-cam'
    ];
  const named = await at(network('steps'), [STEPS, FEATURES]);
  const expected = await at(network('rows'), [STEPS, 1, FEATURES]);
  expect(relativeError(expected.values, named.values)).toBeLessThan(1e-5);
  expect(relativeError(steps['grad-cam'].values, named.values)).toBeGreaterThan(0.01);
});

const fixture = (name: string) => join(import.meta.dirname, '../../fixtures/onnx', `${name}.onnx`);

test.each([
  ['conv1d-traced-17', [16, 2]],
  ['lstm-traced-17', [6, 4]],
  ['bert-traced-17-any', [7]],
])('of %s there is a value a step', async (name, shape) => {
  const length = shape.reduce((product, extent) => product * extent, COUNT);
  const values = name.startsWith('bert')
    ? Float32Array.from({ length }, (_, i) => (i * 5) % 12)
    : wave(length, 0.2);
  const { 'grad-cam': made } = await maps({
    model: fixture(name),
    inputs: { values, shape },
    methods: ['grad-cam'],
  });
  expect(made.shape).toEqual([shape[0], 1]);
  expect(new Set(made.values).size).toBeGreaterThan(shape[0] / 2);
});

test('channels may come first, as the file of a convolution has them', async () => {
  const values = wave(32, 0.1);
  const turned = Float32Array.from(values, (_, i) => values[(i % 2) * 16 + Math.floor(i / 2)]);
  const model = fixture('conv1d-traced-17');
  const first = await maps({ model, inputs: { values, shape: [2, 16] }, methods: ['gradient'] });
  const last = await maps({ model, inputs: { values: turned, shape: [16, 2] }, methods: ['gradient'] });
  expect(first.gradient).toEqual(last.gradient);
  expect(first.gradient.shape).toEqual([16, 1, 2]);
});

test('a table has neither rows nor steps', async () => {
  const config = { model: fixture('tabular-dynamo-20'), inputs: { values: wave(9, 0), shape: [9] } };
  expect(await refusal(() => maps({ ...config, methods: ['grad-cam'] }))).toMatchInlineSnapshot(
    `"method grad-cam: expected a model of images [H, W, C] or of sequences [steps, features], found an input of shape [9]."`,
  );
});
