import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { modelFromLayers } from '../../../../src/model/formats/tfjs-layers/layers-model.ts';
import type { Model, Weights } from '../../../../src/model/model.ts';
import { fill, inputs, smallNetwork, tensors, tinyNetwork } from '../../networks.ts';

const L = layers.layers;

function logits(model: Model, values: Weights = model.trained): Float32Array {
  return tf.tidy(
    () => model.apply(inputs(model.inputShape), tensors(model, values)).dataSync() as Float32Array,
  );
}

function predicted(network: layers.LayersModel): Float32Array {
  return tf.tidy(() => {
    const output = network.predict(inputs(network.inputs[0].shape.slice(1) as number[]));
    return (output as tf.Tensor).dataSync() as Float32Array;
  });
}

function otherWeights(model: Model): Weights {
  return new Map([...model.trained].map(([name, values]) => [name, values.map((v) => Math.abs(v) + 0.1)]));
}

function expectClose(found: ArrayLike<number>, expected: ArrayLike<number>): void {
  expect(found.length).toBe(expected.length);
  for (let i = 0; i < found.length; i++) expect(found[i]).toBeCloseTo(expected[i], 5);
}

function residual(): layers.LayersModel {
  const input = layers.input({ shape: [5, 5, 2], name: 'image' });
  const conv1 = L.conv2d({ filters: 3, kernelSize: 3, padding: 'same', activation: 'relu', name: 'conv1' });
  const conv2 = L.conv2d({ filters: 3, kernelSize: 3, padding: 'same', name: 'conv2' });
  const stem = conv1.apply(input) as layers.SymbolicTensor;
  const branch = conv2.apply(stem) as layers.SymbolicTensor;
  const sum = L.add({ name: 'sum' }).apply([stem, branch]) as layers.SymbolicTensor;
  const act = L.activation({ activation: 'relu', name: 'act' }).apply(sum) as layers.SymbolicTensor;
  const pooled = L.globalAveragePooling2d({ name: 'mean' }).apply(act) as layers.SymbolicTensor;
  const output = L.dense({ units: 4, name: 'head' }).apply(pooled) as layers.SymbolicTensor;
  return fill(layers.model({ inputs: input, outputs: output }));
}

function shared(): layers.LayersModel {
  const input = layers.input({ shape: [4], name: 'features' });
  const twice = L.dense({ units: 4, activation: 'tanh', name: 'twice' });
  const once = twice.apply(input) as layers.SymbolicTensor;
  const again = twice.apply(once) as layers.SymbolicTensor;
  const output = L.dense({ units: 2, name: 'head' }).apply(again) as layers.SymbolicTensor;
  return fill(layers.model({ inputs: input, outputs: output }));
}

function nested(): layers.LayersModel {
  const block = layers.sequential({
    name: 'block',
    layers: [
      L.conv2d({ inputShape: [5, 5, 2], filters: 2, kernelSize: 3, padding: 'same', name: 'inner1' }),
      L.leakyReLU({ name: 'inner2' }),
    ],
  });
  const input = layers.input({ shape: [5, 5, 2] });
  const first = block.apply(input) as layers.SymbolicTensor;
  const second = block.apply(first) as layers.SymbolicTensor;
  const flat = L.flatten({ name: 'flat' }).apply(second) as layers.SymbolicTensor;
  const output = L.dense({ units: 3, name: 'head' }).apply(flat) as layers.SymbolicTensor;
  return fill(layers.model({ inputs: input, outputs: output }));
}

/** Normalisations without scale, without offset and without both. */
function bareNormalisation(): layers.LayersModel {
  return fill(
    layers.sequential({
      layers: [
        L.conv2d({ inputShape: [5, 5, 1], filters: 2, kernelSize: 3, name: 'conv' }),
        L.batchNormalization({ scale: false, name: 'a' }),
        L.batchNormalization({ center: false, name: 'b' }),
        L.batchNormalization({ scale: false, center: false, name: 'c' }),
        L.flatten({ name: 'flat' }),
        L.dense({ units: 2, name: 'head' }),
      ],
    }),
  );
}

function zoo(): layers.LayersModel {
  return fill(
    layers.sequential({
      layers: [
        L.zeroPadding2d({ inputShape: [6, 6, 2], padding: 1, name: 'pad' }),
        L.separableConv2d({ filters: 3, kernelSize: 3, name: 'separable' }),
        L.prelu({ name: 'prelu' }),
        L.depthwiseConv2d({ kernelSize: 3, name: 'depthwise' }),
        L.layerNormalization({ name: 'norm' }),
        L.averagePooling2d({ poolSize: 2, name: 'pool' }),
        L.reshape({ targetShape: [4, 3], name: 'tokens' }),
        L.timeDistributed({ layer: L.dense({ units: 4 }), name: 'each' }),
        L.gru({ units: 3, recurrentInitializer: 'zeros', name: 'gru' }),
        L.dense({ units: 2, name: 'head' }),
      ],
    }),
  );
}

const NETWORKS = { linear: () => smallNetwork('linear'), residual, shared, nested, bareNormalisation, zoo };

describe('apply', () => {
  it.each(Object.entries(NETWORKS))('gives what TensorFlow.js predicts: %s', (_, make) => {
    const network = make();
    expectClose(logits(modelFromLayers(network, 'memory')), predicted(network));
  });

  it.each(Object.entries(NETWORKS))('reads every weight from its argument: %s', (_, make) => {
    const network = make();
    const model = modelFromLayers(network, 'memory');
    const other = otherWeights(model);
    const found = logits(model, other);
    expect(found).not.toEqual(logits(model));
    tf.tidy(() => {
      for (const variable of network.weights) {
        variable.write(tf.tensor(other.get(variable.originalName)!, variable.shape as number[]));
      }
    });
    expectClose(found, predicted(network));
  });

  it.each(Object.entries(NETWORKS))('leaves neither trace nor tensor: %s', (_, make) => {
    const network = make();
    const model = modelFromLayers(network, 'memory');
    const [before, predictedBefore] = [logits(model), predicted(network)];
    const held = tf.memory().numTensors;
    logits(model, otherWeights(model));
    expect(tf.memory().numTensors).toBe(held);
    expect(logits(model)).toEqual(before);
    expect(predicted(network)).toEqual(predictedBefore);
  });

  it.each(Object.entries(NETWORKS))('can be differentiated at the input: %s', (_, make) => {
    const model = modelFromLayers(make(), 'memory');
    // Small enough to stay on one side of almost every kink of ReLU and max-pooling.
    const slope = 1e-4;
    tf.tidy(() => {
      const weights = tensors(model, model.trained);
      const value = (x: tf.Tensor) => tf.sum(tf.tanh(model.apply(x, weights))) as tf.Scalar;
      const x = inputs(model.inputShape);
      const gradient = tf.grad((at: tf.Tensor) => value(at))(x);
      const direction = tf.sign(gradient);
      const up = value(tf.add(x, tf.mul(direction, slope))).dataSync()[0];
      const down = value(tf.sub(x, tf.mul(direction, slope))).dataSync()[0];
      const expected = tf.sum(tf.abs(gradient)).dataSync()[0];
      expect(expected).toBeGreaterThan(0);
      expect(Math.abs((up - down) / (2 * slope) - expected) / expected).toBeLessThan(0.03);
    });
  });

  it('keeps the trained weights when the network is trained further', () => {
    const network = tinyNetwork();
    const model = modelFromLayers(network, 'memory');
    const before = logits(model);
    network.weights[0].write(tf.ones([2, 2]));
    expect(logits(model)).toEqual(before);
  });

  it('restores the layers when a layer or a tap throws', () => {
    const network = smallNetwork();
    const model = modelFromLayers(network, 'memory');
    const before = predicted(network);
    const tap = (): tf.Tensor => {
      throw new Error('from the tap');
    };
    expect(() => tf.tidy(() => model.apply(inputs([6, 6, 2]), tensors(model, model.trained), tap))).toThrow(
      'from the tap',
    );
    expect(predicted(network)).toEqual(before);
  });

  it('refuses inputs and weights of other shapes, and missing weights', () => {
    const model = modelFromLayers(tinyNetwork(), 'memory');
    const weights = tensors(model, model.trained);
    expect(() => model.apply(tf.ones([1, 3]), weights)).toThrow('input: expected shape [2], found [3]');
    const wrong = new Map([...weights, ['dense/bias', tf.ones([3])]]);
    expect(() => model.apply(tf.ones([1, 2]), wrong)).toThrow(
      'weight dense/bias: expected shape [2], found [3]',
    );
    weights.delete('dense/bias');
    expect(() => model.apply(tf.ones([1, 2]), weights)).toThrow('weight dense/bias is missing');
  });
});

describe('tap', () => {
  it('is called for every site in order with outputs of the stated shapes', () => {
    const model = modelFromLayers(residual(), 'memory');
    const seen: [string, number[]][] = [];
    tf.tidy(() => {
      model.apply(inputs(model.inputShape), tensors(model, model.trained), (site, output) => {
        seen.push([site, output.shape.slice(1)]);
        return output;
      });
    });
    expect(seen).toEqual(model.sites.map(({ name, shape }) => [name, shape]));
  });

  it('puts its own tensor in the place of an output', () => {
    const model = modelFromLayers(smallNetwork(), 'memory');
    const found = tf.tidy(() => {
      const weights = tensors(model, model.trained);
      const silence = (site: string, output: tf.Tensor) => (site === 'relu' ? tf.zerosLike(output) : output);
      return model.apply(inputs([6, 6, 2]), weights, silence).dataSync();
    });
    const bias = model.trained.get('dense/bias')!;
    expectClose(found, [...bias, ...bias]);
  });

  it('sees activations: differentiating at a zero that is added there gives the gradient at the site', () => {
    const model = modelFromLayers(residual(), 'memory');
    tf.tidy(() => {
      const weights = tensors(model, model.trained);
      const probe = tf.zeros([2, 5, 5, 3]);
      const gradient = tf.grad((zero: tf.Tensor) => {
        const tap = (site: string, output: tf.Tensor) => (site === 'act' ? tf.add(output, zero) : output);
        return tf.sum(model.apply(inputs(model.inputShape), weights, tap));
      })(probe);
      // The mean over 25 places passes 1/25 of the head's row sums to every place.
      const kernel = model.trained.get('head/kernel')!;
      const rows = [0, 1, 2].map((row) => kernel.subarray(4 * row, 4 * row + 4).reduce((a, b) => a + b) / 25);
      expectClose(
        gradient.dataSync(),
        Array.from({ length: 150 }, (_, i) => rows[i % 3]),
      );
    });
  });
});

describe('the output activation', () => {
  const image = { inputShape: [2, 2, 1] };
  const head = { units: 3, name: 'head' };
  const WAYS: Record<string, () => layers.layers.Layer[]> = {
    'in the dense layer': () => [L.flatten(image), L.dense({ ...head, activation: 'softmax' })],
    'an activation layer': () => [L.flatten(image), L.dense(head), L.activation({ activation: 'softmax' })],
    'a softmax layer': () => [L.flatten(image), L.dense(head), L.softmax({ axis: -1 })],
    'before a reshape': () => [
      L.conv2d({ ...image, kernelSize: 2, filters: 3, activation: 'softmax', name: 'head' }),
      L.reshape({ targetShape: [3] }),
    ],
    sigmoid: () => [L.flatten(image), L.dense({ ...head, activation: 'sigmoid' })],
  };

  it.each(Object.entries(WAYS))('is removed: %s', (way, make) => {
    const network = fill(layers.sequential({ layers: make() }));
    const model = modelFromLayers(network, 'memory');
    const kind = way === 'sigmoid' ? 'sigmoid' : 'softmax';
    expect(model.removedActivation).toBe(kind);
    const found = logits(model);
    const undone = tf.tidy(() => {
      const values = tf.tensor(found, [2, 3]);
      return (kind === 'softmax' ? tf.softmax(values) : tf.sigmoid(values)).dataSync();
    });
    expectClose(undone, predicted(network));
    expect(Math.max(...found.map(Math.abs))).toBeGreaterThan(0);
    expect(found).not.toEqual(undone);
    expect(model.sites.map(({ kind }) => kind)).not.toContain('Softmax');
  });

  it('stays where it is part of the network', () => {
    const layersWithin = [
      L.dense({ inputShape: [2], units: 3, activation: 'sigmoid' }),
      L.dense({ units: 2 }),
    ];
    const network = fill(layers.sequential({ layers: layersWithin }));
    const model = modelFromLayers(network, 'memory');
    expect(model.removedActivation).toBeNull();
    expectClose(logits(model), predicted(network));
  });
});

describe('layers', () => {
  it('are ordered from output to input by execution, not by registration', () => {
    const network = residual();
    const topology = JSON.parse(JSON.stringify(network.toJSON(null, false)));
    topology.config.layers.reverse();
    return layers.models.modelFromJSON(topology).then((reversed) => {
      const model = modelFromLayers(fill(reversed), 'memory');
      expect(model.layers.map(({ name }) => name)).toEqual(['head', 'conv2', 'conv1']);
      expect(model.sites.map(({ name }) => name)).toEqual(['conv1', 'conv2', 'sum', 'act', 'mean', 'head']);
    });
  });

  it('are listed once where they are shared, at their last call; their later calls are sites of their own', () => {
    const model = modelFromLayers(shared(), 'memory');
    expect(model.layers.map(({ name }) => name)).toEqual(['head', 'twice']);
    expect(model.sites.map(({ name }) => name)).toEqual(['twice', 'twice:2', 'head']);
    const inside = modelFromLayers(nested(), 'memory');
    expect(inside.layers.map(({ name }) => name)).toEqual(['head', 'inner1']);
    expect(inside.sites.map(({ name }) => name)).toEqual([
      'inner1',
      'inner2',
      'inner1:2',
      'inner2:2',
      'flat',
      'head',
    ]);
  });

  it('state their weights, roles, parameters and initializers', () => {
    const model = modelFromLayers(smallNetwork(), 'memory');
    expect(model.layers).toEqual([
      { name: 'dense', kind: 'Dense', weights: ['dense/kernel', 'dense/bias'], parameters: 51 },
      {
        name: 'norm',
        kind: 'BatchNormalization',
        weights: ['norm/gamma', 'norm/beta', 'norm/moving_mean', 'norm/moving_variance'],
        parameters: 16,
        follows: 'conv',
      },
      { name: 'conv', kind: 'Conv2D', weights: ['conv/kernel', 'conv/bias'], parameters: 76 },
    ]);
    expect(model.weights.map(({ name, role, initializer }) => [name, role, initializer?.className])).toEqual([
      ['conv/kernel', 'kernel', 'VarianceScaling'],
      ['conv/bias', 'bias', 'Zeros'],
      ['norm/gamma', 'scale', 'Ones'],
      ['norm/beta', 'offset', 'Zeros'],
      ['dense/kernel', 'kernel', 'VarianceScaling'],
      ['dense/bias', 'bias', 'Zeros'],
      ['norm/moving_mean', 'moving-mean', 'Zeros'],
      ['norm/moving_variance', 'moving-variance', 'Ones'],
    ]);
  });

  it('state roles and initializers of less common weights', () => {
    const model = modelFromLayers(zoo(), 'memory');
    expect(model.weights.map(({ name, role, initializer }) => [name, role, initializer?.className])).toEqual([
      ['separable/depthwise_kernel', 'depthwise-kernel', 'VarianceScaling'],
      ['separable/pointwise_kernel', 'kernel', 'VarianceScaling'],
      ['separable/bias', 'bias', 'Zeros'],
      ['prelu/alpha', 'other', 'Zeros'],
      ['depthwise/depthwise_kernel', 'depthwise-kernel', 'VarianceScaling'],
      ['depthwise/bias', 'bias', 'Zeros'],
      ['norm/gamma', 'scale', 'Ones'],
      ['norm/beta', 'offset', 'Zeros'],
      ['each/kernel', 'kernel', 'VarianceScaling'],
      ['each/bias', 'bias', 'Zeros'],
      ['gru/kernel', 'kernel', 'VarianceScaling'],
      ['gru/recurrent_kernel', 'kernel', 'Zeros'],
      ['gru/bias', 'bias', 'Zeros'],
      ['head/kernel', 'kernel', 'VarianceScaling'],
      ['head/bias', 'bias', 'Zeros'],
    ]);
  });
});
