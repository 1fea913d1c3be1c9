import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { modelFromLayers } from '../../../../src/model/formats/tfjs-layers/layers-model.ts';
import type { TrainingMode } from '../../../../src/model/model.ts';
import { fill, inputs, refusal, smallNetwork, tensors } from '../../networks.ts';

const L = layers.layers;
const small = modelFromLayers(smallNetwork(), 'small');
const mode = small.training!();
const x = inputs(small.inputShape);
const weights = tensors(small, small.trained);

const maskOf = (value: (i: number) => number) =>
  new Map([
    [
      'drop',
      tf.tensor(
        Float32Array.from({ length: 2 * 16 }, (_, i) => value(i)),
        [2, 2, 2, 4],
      ),
    ],
  ]);
const values = (tensor: tf.Tensor) => Array.from(tensor.dataSync());

function only(network: layers.LayersModel): TrainingMode {
  return modelFromLayers(network, 'network').training!();
}

describe('a network in training', () => {
  it('says what is trained, averaged and dropped', () => {
    expect(mode.trainable).toEqual([
      'conv/kernel',
      'conv/bias',
      'norm/gamma',
      'norm/beta',
      'dense/kernel',
      'dense/bias',
    ]);
    expect(mode.statistics).toEqual(['norm/moving_mean', 'norm/moving_variance']);
    expect(mode.dropouts).toEqual([{ name: 'drop', shape: [2, 2, 4], rate: 0.5 }]);
  });

  it('normalises by the batch and moves the statistics as tf.layers does', () => {
    const network = fill(
      layers.sequential({ layers: [L.batchNormalization({ inputShape: [3, 2], momentum: 0.7 })] }),
    );
    const flat = fill(
      layers.sequential({ layers: [...network.layers, L.flatten(), L.dense({ units: 2, name: 'dense' })] }),
    );
    const model = modelFromLayers(flat, 'flat');
    const batch = tf.tensor(
      Float32Array.from({ length: 24 }, (_, i) => Math.sin(i * i)),
      [4, 3, 2],
    );
    const { logits, statistics } = model.training!().apply(batch, tensors(model, model.trained), new Map());
    // This changes the network's own statistics, so it comes last.
    const expected = flat.apply(batch, { training: true }) as tf.Tensor;
    values(expected).forEach((value, i) => {
      expect(values(logits)[i]).toBeCloseTo(value, 5);
    });
    for (const variable of network.weights.slice(2)) {
      const found = values(statistics.get(variable.originalName)!);
      values(variable.read()).forEach((value, i) => {
        expect(found[i]).toBeCloseTo(value, 5);
      });
    }
  });

  it('has the gradients that differences give, through the normalisation too', () => {
    const masks = maskOf((i) => (i % 3 ? 1.5 : 0));
    const direction = tf.tensor([1, -2, 0.5]);
    const f = (name: string) => (value: tf.Tensor) => {
      const { logits } = mode.apply(x, new Map([...weights, [name, value]]), masks);
      return tf.sum(tf.mul(tf.tanh(logits), direction));
    };
    for (const name of ['conv/kernel', 'norm/gamma', 'norm/beta']) {
      const at = weights.get(name)!;
      const gradient = values(tf.grad(f(name))(at));
      for (let i = 0; i < gradient.length; i += 5) {
        const moved = (step: number) => {
          const shifted = Float32Array.from(values(at));
          shifted[i] += step;
          return values(f(name)(tf.tensor(shifted, at.shape)))[0];
        };
        const slope = (moved(4e-3) - moved(-4e-3)) / 8e-3;
        expect(gradient[i], `${name}[${i}]`).toBeCloseTo(slope, 2);
      }
    }
  });

  it('is that of inference apart from batch statistics where no mask drops anything', () => {
    const network = fill(
      layers.sequential({
        layers: [
          L.dense({ units: 4, inputShape: [3], name: 'a' }),
          L.dropout({ rate: 0.4, name: 'd' }),
          L.dense({ units: 2, name: 'b' }),
        ],
      }),
    );
    const model = modelFromLayers(network, 'plain');
    const given = tensors(model, model.trained);
    const batch = inputs([3]);
    const ones = new Map([['d', tf.ones([2, 4])]]);
    expect(values(model.training!().apply(batch, given, ones).logits)).toEqual(
      values(model.apply(batch, given)),
    );
    const zeros = new Map([['d', tf.zeros([2, 4])]]);
    const bias = model.trained.get('b/bias')!;
    expect(values(model.training!().apply(batch, given, zeros).logits)).toEqual([...bias, ...bias]);
  });

  it('has a mask of the shape that a dropout asks for', () => {
    const { dropouts } = only(
      fill(
        layers.sequential({
          layers: [
            L.conv1d({ filters: 3, kernelSize: 1, inputShape: [5, 2], name: 'conv' }),
            L.spatialDropout1d({ rate: 0.2, name: 'spatial' } as never),
            L.dropout({ rate: 0.3, noiseShape: [null, 5, 1] as never, name: 'rows' }),
            L.dropout({ rate: 0, name: 'none' }),
            L.flatten({ name: 'flat' }),
            L.dense({ units: 2, name: 'dense' }),
          ],
        }),
      ),
    );
    expect(dropouts).toEqual([
      { name: 'spatial', shape: [1, 3], rate: 0.2 },
      { name: 'rows', shape: [5, 1], rate: 0.3 },
    ]);
  });

  it('sums the penalties of its weights', () => {
    const regularized = L.dense({
      units: 2,
      inputShape: [2],
      name: 'dense',
      kernelRegularizer: layers.regularizers.l1l2({ l1: 0.1, l2: 0.01 }),
    });
    const model = modelFromLayers(fill(layers.sequential({ layers: [regularized] })), 'penalised');
    const pass = model.training!().apply(inputs([2]), tensors(model, model.trained), new Map());
    const expected = model.trained
      .get('dense/kernel')!
      .reduce((sum, w) => sum + 0.1 * Math.abs(w) + 0.01 * w * w, 0);
    expect(values(pass.penalty!)[0]).toBeCloseTo(expected, 6);
    expect(
      mode.apply(
        x,
        weights,
        maskOf(() => 1),
      ).penalty,
    ).toBeNull();
  });

  it('leaves the network as it was', () => {
    const before = new Map([...small.trained].map(([name, numbers]) => [name, numbers.slice()]));
    mode.apply(
      x,
      weights,
      maskOf(() => 1),
    );
    expect(new Map([...weights].map(([name, tensor]) => [name, Float32Array.from(values(tensor))]))).toEqual(
      before,
    );
  });
});

describe('layers that cannot be trained', () => {
  const inner = (layer: layers.layers.Layer) =>
    layers.sequential({ layers: [layer, L.flatten(), L.dense({ units: 2, name: 'dense' })] });
  it.each([
    ['noise', () => inner(L.gaussianNoise({ stddev: 1, inputShape: [3, 1], name: 'it' }))],
    ['alpha dropout', () => inner(L.alphaDropout({ rate: 0.1, inputShape: [3, 1], name: 'it' } as never))],
    [
      'dropout in a recurrent layer',
      () =>
        inner(
          L.gru({
            units: 2,
            dropout: 0.1,
            recurrentInitializer: 'glorotUniform',
            returnSequences: true,
            inputShape: [3, 2],
            name: 'it',
          }),
        ),
    ],
    [
      'normalisation in a wrapper',
      () => inner(L.timeDistributed({ layer: L.batchNormalization(), inputShape: [3, 2], name: 'it' })),
    ],
  ])('%s', async (_, build) => {
    expect(await refusal(() => only(build()))).toMatchSnapshot();
  });
});
