import { describe, expect, it } from 'vitest';
import { describeModel } from '../../src/model/describe.ts';
import { modelFromLayers } from '../../src/model/layers-model.ts';
import { smallNetwork } from './networks.ts';

describe('describeModel', () => {
  const description = describeModel(modelFromLayers(smallNetwork(), 'memory'));

  it('lists the layers in execution order and the order of randomization', () => {
    expect(description.layers.map(({ name, kind, parameters }) => [name, kind, parameters])).toEqual([
      ['conv', 'Conv2D', 76],
      ['norm', 'BatchNormalization', 16],
      ['relu', 'ReLU', 0],
      ['pool', 'MaxPooling2D', 0],
      ['drop', 'Dropout', 0],
      ['flat', 'Flatten', 0],
      ['dense', 'Dense', 51],
    ]);
    expect(description.order).toEqual(['dense', 'norm', 'conv']);
    expect(description.parameters).toBe(143);
    expect(description.layers[0].weights.map(({ shape }) => shape)).toEqual([[3, 3, 2, 4], [4]]);
    expect(description.removedActivation).toBe('softmax');
  });

  it('is plain data', () => {
    expect(JSON.parse(JSON.stringify(description))).toEqual(description);
  });
});
