import * as layers from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { modelFromLayers } from '../../../../src/model/formats/tfjs-layers/layers-model.ts';
import { lastConvolutional } from '../../../../src/model/sites.ts';
import { smallNetwork } from '../../networks.ts';

const L = layers.layers;

describe('sites', () => {
  it('are convolutional up to the pool', () => {
    const { sites } = modelFromLayers(smallNetwork(), 'memory');
    expect(sites.map(({ name, shape, convolutional }) => [name, shape, convolutional])).toEqual([
      ['conv', [4, 4, 4], true],
      ['norm', [4, 4, 4], true],
      ['relu', [4, 4, 4], true],
      ['pool', [2, 2, 4], false],
      ['drop', [2, 2, 4], false],
      ['flat', [16], false],
      ['dense', [3], false],
    ]);
  });

  it('hold their outputs but where a layer runs in the place of its input', () => {
    const { sites } = modelFromLayers(smallNetwork(), 'memory');
    const held = sites.filter((site) => site.held).map(({ name }) => name);
    expect(held).toEqual(['conv', 'pool', 'dense']);
  });

  it('stay convolutional through merges of branches', () => {
    const input = layers.input({ shape: [6, 6, 2] });
    const pool = L.maxPooling2d({ poolSize: 2, name: 'pool' }).apply(input) as layers.SymbolicTensor;
    const conv = L.separableConv2d({ filters: 2, kernelSize: 3, padding: 'same', name: 'conv' });
    const sum = L.add({ name: 'sum' }).apply([pool, conv.apply(pool) as layers.SymbolicTensor]);
    const relu = L.activation({ activation: 'relu', name: 'relu' }).apply(sum);
    const flat = L.flatten({ name: 'flat' }).apply(relu);
    const network = layers.model({
      inputs: input,
      outputs: L.dense({ units: 2 }).apply(flat) as layers.SymbolicTensor,
    });
    const model = modelFromLayers(network, 'memory');
    const convolutional = model.sites.filter((site) => site.convolutional).map(({ name }) => name);
    expect(convolutional).toEqual(['conv', 'sum', 'relu']);
    // Beside the convolution the pool goes on to the sum.
    const cuts = model.sites.filter((site) => site.cut).map(({ name }) => name);
    expect(cuts.slice(0, 4)).toEqual(['pool', 'sum', 'relu', 'flat']);
    expect(lastConvolutional(model)?.name).toBe('relu');
  });
});
