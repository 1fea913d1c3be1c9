import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { modelFromLayers } from '../../../../src/model/formats/tfjs-layers/layers-model.ts';
import { loadModel } from '../../../../src/model/load.ts';
import { writeModel } from '../../../../src/model/write.ts';
import { fill, refusal, temporaryFolder, tensors } from '../../networks.ts';

const L = layers.layers;
const stack = (...list: layers.layers.Layer[]) => fill(layers.sequential({ layers: list }));
const words = (more = {}) =>
  L.embedding({ inputDim: 7, outputDim: 4, inputLength: 5, name: 'words', ...more });
const text = () =>
  stack(
    words(),
    L.conv1d({ filters: 3, kernelSize: 3, activation: 'relu', name: 'conv' }),
    L.globalMaxPooling1d({}),
    L.dense({ units: 2, name: 'logits' }),
  );

const INDICES = Float32Array.of(0, 6, 2, 2, 1, 5, 4, 3, 2, 1);

describe('a network that begins with an embedding', () => {
  it('is explained at the output of the embedding', () => {
    const network = text();
    const model = modelFromLayers(network, 'memory');
    expect(model).toMatchObject({
      inputShape: [5, 4],
      sequence: true,
      tokens: { shape: [5], vocabulary: 7 },
    });
    expect(model.layers.map(({ name }) => name)).toEqual(['logits', 'conv']);
    expect(model.weights.map(({ name }) => name)).not.toContain('words/embeddings');
    expect(model.notices).toEqual([
      'maps are taken at the output of the embedding words, which is not randomised',
    ]);
    expect(model.training).toBeUndefined();
    tf.tidy(() => {
      const x = tf.tensor(model.tokens!.embed(INDICES), [2, 5, 4]);
      const expected = network.predict(tf.tensor2d(INDICES, [2, 5])) as tf.Tensor;
      const found = model.apply(x, tensors(model, model.trained));
      expect(tf.max(tf.abs(tf.sub(found, expected))).dataSync()[0]).toBeLessThan(1e-6);
      const gradient = tf.grad((at: tf.Tensor) => tf.sum(model.apply(at, tensors(model, model.trained))))(x);
      expect(tf.max(tf.abs(gradient)).dataSync()[0]).toBeGreaterThan(0);
    });
  });

  it('is written with its embedding', async () => {
    const model = modelFromLayers(text(), 'memory');
    const folder = await temporaryFolder();
    const other = new Map(
      model.weights.map(({ name }) => [name, model.trained.get(name)!.map((v) => 2 * v)]),
    );
    await writeModel(model, other, folder);
    const again = await loadModel(folder);
    expect(again.tokens!.embed(INDICES)).toEqual(model.tokens!.embed(INDICES));
    expect(again.trained.get('logits/kernel')).toEqual(other.get('logits/kernel'));
    expect(again.sha256).not.toBe(model.sha256);
    again.dispose();
  });

  it.each([
    [7, 'value 1 of input 0: expected an index of words, a whole number from 0 to 6, found 7.'],
    [-1, 'value 1 of input 0: expected an index of words, a whole number from 0 to 6, found -1.'],
    [0.5, 'value 1 of input 0: expected an index of words, a whole number from 0 to 6, found 0.5.'],
  ])('refuses %d among its indices', async (index, message) => {
    const { tokens } = modelFromLayers(text(), 'memory');
    expect(await refusal(() => tokens!.embed(INDICES.with(1, index)))).toBe(message);
  });
});

describe('which inputs are sequences', () => {
  const CASES: [string, boolean, () => layers.LayersModel][] = [
    [
      'Conv1D',
      true,
      () =>
        stack(
          L.conv1d({ filters: 2, kernelSize: 1, inputShape: [4, 3] }),
          L.flatten(),
          L.dense({ units: 2 }),
        ),
    ],
    [
      'a dense layer per step',
      true,
      () =>
        stack(
          L.dropout({ rate: 0.5, inputShape: [4, 3] }),
          L.dense({ units: 2 }),
          L.flatten(),
          L.dense({ units: 2 }),
        ),
    ],
    ['a flattened picture', false, () => stack(L.flatten({ inputShape: [4, 3] }), L.dense({ units: 2 }))],
    [
      'a picture that gets a channel',
      false,
      () =>
        stack(
          L.reshape({ targetShape: [4, 3, 1], inputShape: [4, 3] }),
          L.conv2d({ filters: 2, kernelSize: 2 }),
          L.flatten(),
          L.dense({ units: 2 }),
        ),
    ],
    [
      'a scaled picture',
      false,
      () => stack(L.rescaling({ scale: 2, inputShape: [4, 3] }), L.flatten(), L.dense({ units: 2 })),
    ],
    ['features', false, () => stack(L.dense({ units: 2, inputShape: [4] }))],
  ];

  it.each(CASES)('%s: %s', (_, sequence, make) => {
    expect(modelFromLayers(make(), 'memory').sequence).toBe(sequence);
  });
});
