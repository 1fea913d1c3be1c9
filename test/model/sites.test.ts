import * as layers from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { modelFromLayers } from '../../src/model/layers-model.ts';
import { lastConvolutional } from '../../src/model/sites.ts';
import { smallNetwork, tinyNetwork } from './networks.ts';

const L = layers.layers;

describe('lastConvolutional', () => {
  it('is the convolution after its activation', () => {
    expect(lastConvolutional(modelFromLayers(smallNetwork(), 'memory'))?.name).toBe('relu');
  });

  it('passes over classifying convolutions without rows and columns', () => {
    const conv = (name: string, kernelSize: number) => L.conv2d({ filters: 3, kernelSize, name });
    const first = L.conv2d({ inputShape: [5, 5, 1], filters: 2, kernelSize: 3, name: 'features' });
    const network = layers.sequential({ layers: [first, conv('logits', 3), L.flatten()] });
    expect(lastConvolutional(modelFromLayers(network, 'memory'))?.name).toBe('features');
  });

  it('is undefined without convolutions', () => {
    expect(lastConvolutional(modelFromLayers(tinyNetwork(), 'memory'))).toBeUndefined();
  });
});
