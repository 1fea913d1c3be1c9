import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/errors.ts';
import { modelFromLayers } from '../../src/model/layers-model.ts';
import { loadModel } from '../../src/model/load.ts';
import { artifacts, save, smallNetwork, temporaryFolder, tinyNetwork } from './networks.ts';

const L = layers.layers;

describe('loadModel', () => {
  it('gives the model that was saved, from the folder or the file', async () => {
    const network = smallNetwork();
    const folder = await save(network);
    const expected = modelFromLayers(network, 'memory');
    for (const path of [folder, join(folder, 'model.json')]) {
      const model = await loadModel(path);
      expect(model.source).toBe(path);
      expect(model.sha256).toBe(expected.sha256);
      expect(model.trained).toEqual(expected.trained);
      expect(model.weights).toEqual(expected.weights);
      expect(model.layers).toEqual(expected.layers);
      expect(model.sites).toEqual(expected.sites);
      expect(model.removedActivation).toBe('softmax');
      model.dispose();
    }
  });

  it('holds one tensor per weight until it is disposed, and none after', async () => {
    const folder = await save(smallNetwork());
    const held = tf.memory().numTensors;
    const model = await loadModel(folder);
    expect(tf.memory().numTensors).toBe(held + model.weights.length);
    model.dispose();
    model.dispose();
    expect(tf.memory().numTensors).toBe(held);
  });

  it('reads groups and shards whose boundaries cut through weights', async () => {
    const network = smallNetwork();
    const folder = await save(network);
    const { document, bytes } = await artifacts(network);
    const entries = document.weightsManifest[0].weights;
    // conv/kernel and conv/bias are 76 floats.
    const cuts = [0, 1, 150, 304, 305, bytes.length];
    const paths = cuts.slice(1).map((_, i) => `shards/part${i}.bin`);
    await mkdir(join(folder, 'shards'));
    for (const [i, path] of paths.entries()) {
      await writeFile(join(folder, path), bytes.subarray(cuts[i], cuts[i + 1]));
    }
    document.weightsManifest = [
      { paths: paths.slice(0, 3), weights: entries.slice(0, 2) },
      { paths: paths.slice(3), weights: entries.slice(2) },
    ];
    await writeFile(join(folder, 'model.json'), JSON.stringify(document));
    expect((await loadModel(folder)).trained).toEqual(modelFromLayers(network, 'memory').trained);
  });

  it('passes over the state of the optimizer', async () => {
    const network = tinyNetwork();
    const folder = await save(network, (document, bytes) => {
      document.weightsManifest[0].weights.unshift({
        name: 'iter',
        shape: [],
        dtype: 'int32',
        group: 'optimizer',
      });
      return Buffer.concat([Buffer.alloc(4, 1), bytes]);
    });
    expect((await loadModel(folder)).trained).toEqual(modelFromLayers(network, 'memory').trained);
  });

  it('takes the topology that the Keras converter writes, cells in weight names included', async () => {
    const gru = L.gru({ units: 2, inputShape: [3, 2], recurrentInitializer: 'zeros', name: 'gru' });
    const network = layers.sequential({ layers: [gru] });
    const folder = await save(network, (document) => {
      document.modelTopology = { keras_version: '2.15.0', model_config: document.modelTopology };
      for (const weight of document.weightsManifest[0].weights) {
        weight.name = (weight.name as string).replace('gru/', 'gru/gru_cell/');
      }
    });
    const model = await loadModel(folder);
    expect([...model.trained.keys()]).toEqual(['gru/kernel', 'gru/recurrent_kernel', 'gru/bias']);
  });

  it('does not run the initializers of the layers', async () => {
    const network = tinyNetwork();
    const folder = await save(network, (document) => {
      const config = document.modelTopology.config as { layers: { config: Record<string, unknown> }[] };
      // This initializer fails in this set-up of TensorFlow.js, where tensors have no chained methods.
      config.layers[0].config.kernel_initializer = {
        class_name: 'Orthogonal',
        config: { gain: 3, seed: null },
      };
    });
    const model = await loadModel(folder);
    expect(model.weights[0].initializer).toEqual({
      className: 'Orthogonal',
      config: { gain: 3, seed: null },
    });
  });
});

describe('a model.json with any one value replaced', () => {
  const ODD: readonly unknown[] = [null, -1, 1e15, '', '__proto__', [], {}];

  /** The path of every value in a JSON document. */
  function places(value: unknown, path: string[] = []): string[][] {
    if (typeof value !== 'object' || value === null) return [path];
    return [path, ...Object.entries(value).flatMap(([key, inner]) => places(inner, [...path, key]))];
  }

  it('is a model or an InputError', async () => {
    const { document, bytes } = await artifacts(smallNetwork());
    const folder = await temporaryFolder();
    await writeFile(join(folder, document.weightsManifest[0].paths[0]), bytes);
    const held = tf.memory().numTensors;
    let refused = 0;
    for (const path of places(document).slice(1)) {
      for (const odd of ODD) {
        const spoilt = structuredClone(document) as Record<string, unknown>;
        const parent = path.slice(0, -1).reduce((at, key) => at[key] as Record<string, unknown>, spoilt);
        parent[path.at(-1)!] = odd;
        await writeFile(join(folder, 'model.json'), JSON.stringify(spoilt));
        const model = await loadModel(folder).catch((error: unknown) => {
          if (error instanceof InputError) return null;
          throw new Error(`${path.join('.')} = ${JSON.stringify(odd)}`, { cause: error });
        });
        if (model) model.dispose();
        else refused += 1;
      }
    }
    expect(tf.memory().numTensors).toBe(held);
    expect(refused).toBeGreaterThan(300);
  });
});
