import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { modelFromLayers } from '../../../../src/model/formats/tfjs-layers/layers-model.ts';
import { refusal, tinyNetwork } from '../../networks.ts';

const L = layers.layers;

describe('networks that cannot be explained are refused', () => {
  const dense = (units: number) => L.dense({ units, name: `dense${units}` });
  const one = () => layers.input({ shape: [2], name: 'one' });
  const two = () => layers.input({ shape: [2], name: 'two' });
  const sequential = (...list: layers.layers.Layer[]) => layers.sequential({ layers: list });

  it('several inputs', async () => {
    const [a, b] = [one(), two()];
    const output = dense(2).apply(L.concatenate().apply([a, b])) as layers.SymbolicTensor;
    const network = layers.model({ inputs: [a, b], outputs: output });
    expect(await refusal(() => modelFromLayers(network, 'memory'))).toMatchInlineSnapshot(
      `"memory: expected a model with one input, found 2: one, two."`,
    );
  });

  it('several outputs', async () => {
    const input = layers.input({ shape: [2] });
    const outputs = [dense(2).apply(input), dense(3).apply(input)] as layers.SymbolicTensor[];
    const network = layers.model({ inputs: input, outputs });
    expect(await refusal(() => modelFromLayers(network, 'memory'))).toMatchInlineSnapshot(
      `"memory: expected one output that is a vector per input, found dense2 [batch, 2], dense3 [batch, 3]. Choose the class scores with --output NAME."`,
    );
  });

  it('no weights', async () => {
    const network = sequential(L.flatten({ inputShape: [2, 2] }));
    expect(await refusal(() => modelFromLayers(network, 'memory'))).toMatchInlineSnapshot(
      `"memory: expected a model with weights, found none."`,
    );
  });

  it('no layers', async () => {
    expect(await refusal(() => modelFromLayers(layers.sequential(), 'memory'))).toMatchInlineSnapshot(
      `"memory: expected a model with one input, found none."`,
    );
  });

  it('an open input shape', async () => {
    const conv = L.conv2d({ inputShape: [null, null, 3], filters: 2, kernelSize: 3 });
    const network = sequential(conv, L.globalAveragePooling2d({}));
    expect(await refusal(() => modelFromLayers(network, 'memory'))).toMatchInlineSnapshot(
      `"memory: expected a fixed input shape, found [any, any, 3]."`,
    );
  });

  it('an output with rows and columns', async () => {
    const network = sequential(L.conv2d({ inputShape: [4, 4, 1], filters: 2, kernelSize: 3 }));
    expect(await refusal(() => modelFromLayers(network, 'memory'))).toMatchInlineSnapshot(
      `"memory: expected one vector of logits per input, found an output of shape [2,2,2]."`,
    );
  });

  it('an embedding that masks zeros', async () => {
    const embedding = L.embedding({
      inputDim: 5,
      outputDim: 2,
      inputLength: 3,
      maskZero: true,
      name: 'words',
    });
    const network = sequential(embedding, L.globalAveragePooling1d({}), dense(2));
    expect(await refusal(() => modelFromLayers(network, 'memory'))).toMatchInlineSnapshot(
      `"memory: layer words: expected a network that can be explained at its input, found an embedding that masks zeros, which is not supported yet."`,
    );
  });

  it('an embedding inside the network', async () => {
    const input = layers.input({ shape: [3] });
    const embedding = L.embedding({ inputDim: 5, outputDim: 2, name: 'words' });
    const both = L.concatenate().apply([
      L.flatten().apply(embedding.apply(input)) as layers.SymbolicTensor,
      input,
    ]);
    const network = layers.model({ inputs: input, outputs: dense(2).apply(both) as layers.SymbolicTensor });
    expect(await refusal(() => modelFromLayers(network, 'memory'))).toMatchInlineSnapshot(
      `"memory: layer words: expected a network that can be explained at its input, found an embedding inside the network, whose input are indices without a gradient."`,
    );
  });

  it('channels first', async () => {
    const conv = { inputShape: [1, 4, 4], filters: 2, kernelSize: 3, dataFormat: 'channelsFirst' as const };
    const network = sequential(L.conv2d({ ...conv, name: 'conv' }), L.flatten(), dense(2));
    expect(await refusal(() => modelFromLayers(network, 'memory'))).toMatchInlineSnapshot(
      `"memory: layer conv: expected a network that can be explained at its input, found the data format channels_first, which is not supported yet."`,
    );
  });

  it('two weights of one name', async () => {
    const inner = sequential(L.dense({ units: 2, inputShape: [2], name: 'same' }));
    const network = sequential(L.dense({ units: 2, inputShape: [2], name: 'same' }), inner);
    expect(await refusal(() => modelFromLayers(network, 'memory'))).toMatchInlineSnapshot(
      `"memory: expected layer names that are unique, found several layers named same. Layers of nested models need names of their own."`,
    );
  });

  it('weights that are not finite', async () => {
    const network = tinyNetwork();
    network.weights[0].write(tf.tensor2d([0, 1, Number.NaN, 2], [2, 2]));
    expect(await refusal(() => modelFromLayers(network, 'memory'))).toMatchInlineSnapshot(
      `"memory: weight dense/kernel[2]: expected a finite number, found NaN."`,
    );
  });
});
