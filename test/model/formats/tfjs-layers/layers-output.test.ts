import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { modelFromLayers } from '../../../../src/model/formats/tfjs-layers/layers-model.ts';
import { loadModel } from '../../../../src/model/load.ts';
import { writeModel } from '../../../../src/model/write.ts';
import { fill, refusal, temporaryFolder } from '../../networks.ts';

const L = layers.layers;

/** A trunk with two heads, one of two classes and one of three, and a map of positions. */
function heads(): layers.LayersModel {
  const input = layers.input({ shape: [4, 4, 1], name: 'image' });
  const trunk = L.conv2d({ filters: 2, kernelSize: 3, activation: 'relu', name: 'trunk' }).apply(input);
  const flat = L.flatten({ name: 'flat' }).apply(trunk);
  const kind = L.dense({ units: 2, activation: 'softmax', name: 'kind' }).apply(flat);
  const colour = L.dense({ units: 3, activation: 'softmax', name: 'colour' }).apply(flat);
  const places = L.conv2d({ filters: 1, kernelSize: 1, name: 'places' }).apply(trunk);
  return fill(layers.model({ inputs: input, outputs: [kind, colour, places] as layers.SymbolicTensor[] }));
}

const values = (tensor: tf.Tensor) => Array.from(tensor.dataSync());

describe('a layers model with several outputs', () => {
  it('is explained at the output that is named, and keeps the weights of the others', async () => {
    const network = heads();
    const model = modelFromLayers(network, 'memory', 'colour');
    expect(model.classes).toBe(3);
    expect(model.layers.map(({ name }) => name)).toEqual(['colour', 'trunk']);
    const x = tf.tensor4d(
      Float32Array.from({ length: 16 }, (_, i) => Math.sin(i)),
      [1, 4, 4, 1],
    );
    const weights = new Map(
      model.weights.map(({ name, shape }) => [name, tf.tensor(model.trained.get(name)!, [...shape])]),
    );
    const own = (network.predict(x) as tf.Tensor[]).map(values);
    const logits = model.apply(x, weights);
    const softmax = values(tf.softmax(logits));
    for (const [c, probability] of softmax.entries()) expect(probability).toBeCloseTo(own[1][c], 6);

    const folder = await temporaryFolder();
    await writeModel(
      model,
      new Map([...model.trained].map(([name, all]) => [name, all.map(() => 0.5)])),
      folder,
    );
    const written = await loadModel(folder, { output: 'kind' });
    expect(written.layers.map(({ name }) => name)).toEqual(['kind', 'trunk']);
    expect(written.trained.get('trunk/kernel')![0]).toBe(0.5);
    // No part of the explained output: as it was trained.
    const whole = modelFromLayers(network, 'memory', 'kind').trained;
    expect(written.trained.get('kind/kernel')).toEqual(whole.get('kind/kernel'));
    expect(written.sha256).not.toBe(model.sha256);
  });

  it('is explained inside, at a layer that is named', () => {
    const model = modelFromLayers(heads(), 'memory', 'flat');
    expect([model.classes, model.layers.map(({ name }) => name)]).toEqual([8, ['trunk']]);
  });

  it('trains what the output needs', () => {
    const model = modelFromLayers(heads(), 'memory', 'kind');
    expect(model.training?.().trainable.toSorted()).toEqual([
      'kind/bias',
      'kind/kernel',
      'trunk/bias',
      'trunk/kernel',
    ]);
  });

  it('needs no name where one output alone is a vector', () => {
    const network = heads();
    const [kind, , places] = network.outputs;
    const model = modelFromLayers(
      layers.model({ inputs: network.inputs, outputs: [places, kind] }),
      'memory',
    );
    expect([model.classes, model.notices]).toEqual([
      2,
      ['of several outputs the only vector is explained, kind; not places'],
    ]);
  });

  it('is refused without a name, or with one that is none of its own', async () => {
    const of = (name?: string) => refusal(() => modelFromLayers(heads(), 'memory', name), 'no folder');
    expect([await of(), await of('color'), await of('places'), await of('nothing')]).toMatchInlineSnapshot(`
      [
        "memory: expected one output that is a vector per input, found kind [batch, 2], colour [batch, 3], places [batch, 2, 2, 1]. Choose the class scores with --output NAME.",
        "option output: expected one of the model's outputs kind, colour, places, or one of its layers, found color. Did you mean colour?",
        "memory: expected one vector of logits per input, found an output of shape [2,2,1].",
        "option output: expected one of the model's outputs kind, colour, places, or one of its layers, found nothing.",
      ]
    `);
  });

  it('has its one output by name too', async () => {
    const network = fill(
      layers.sequential({ layers: [L.dense({ units: 2, inputShape: [2], name: 'dense' })] }),
    );
    expect(modelFromLayers(network, 'memory', 'dense').sha256).toBe(
      modelFromLayers(network, 'memory').sha256,
    );
    expect(
      await refusal(() => modelFromLayers(network, 'memory', 'dence'), 'no folder'),
    ).toMatchInlineSnapshot(
      `"option output: expected one of the model's outputs dense, or one of its layers, found dence. Did you mean dense?"`,
    );
  });
});
