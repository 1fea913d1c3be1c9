import * as tf from '@tensorflow/tfjs-core';
import type * as layers from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { createCompiledEngine } from '../../../src/engine/compiled.ts';
import { modelFromLayers } from '../../../src/model/layers-model.ts';
import type { Weights } from '../../../src/model/model.ts';
import type { OptimizerSettings } from '../../../src/randomize/training/optimizer.ts';
import type { TrainingSettings } from '../../../src/randomize/training/settings.ts';
import { trainNetwork } from '../../../src/randomize/training/train-network.ts';
import { easyData, mlp, residual } from './networks.ts';

const STEPS = 20;
const BATCH = 8;

/** The weights after tf.layers itself has trained the network. */
async function fitted(
  network: layers.LayersModel,
  data: Float32Array,
  labels: Int32Array,
  optimizer: tf.Optimizer,
  loss: (truth: tf.Tensor, predicted: tf.Tensor) => tf.Scalar,
): Promise<Weights> {
  await tf.setBackend('cpu');
  network.compile({ optimizer, loss: loss as never });
  const x = tf.tensor(data, [labels.length, ...(network.inputs[0].shape.slice(1) as number[])]);
  const y = tf.cast(tf.oneHot(tf.tensor1d(labels, 'int32'), 3), 'float32');
  await network.fit(x, y, { batchSize: BATCH, epochs: 1, shuffle: false, verbose: 0 });
  return new Map(
    network.weights.map(({ originalName, read }, i) => [
      originalName,
      Float32Array.from((read.call(network.weights[i]) as tf.Tensor).dataSync()),
    ]),
  );
}

const onLogits = (y: tf.Tensor, p: tf.Tensor) => tf.losses.softmaxCrossEntropy(y, p) as tf.Scalar;
const onProbabilities = (y: tf.Tensor, p: tf.Tensor) =>
  tf.neg(tf.mean(tf.sum(tf.mul(y, tf.log(tf.clipByValue(p, 1e-7, 1))), 1))) as tf.Scalar;
const squared = (y: tf.Tensor, p: tf.Tensor) => tf.mean(tf.square(tf.sub(y, p))) as tf.Scalar;

const OPTIMIZERS: [OptimizerSettings, () => tf.Optimizer][] = [
  [{ kind: 'sgd', rate: 0.1 }, () => tf.train.sgd(0.1)],
  [{ kind: 'sgd', rate: 0.05, momentum: 0.9 }, () => tf.train.momentum(0.05, 0.9)],
  [{ kind: 'adam', rate: 0.01 }, () => tf.train.adam(0.01)],
];

const NETWORKS = [
  ['a perceptron', () => mlp(), 8, 'cross-entropy', onLogits],
  ['a perceptron by mean squared error', () => mlp(), 8, 'mean-squared-error', squared],
  ['a residual network with BatchNorm', () => residual(), 128, 'cross-entropy', onProbabilities],
  ['a network with weight penalties', () => residual(0.02), 128, 'cross-entropy', onProbabilities],
] as const;

describe.each(NETWORKS)('%s', (_, build, size, loss, fitLoss) => {
  it.each(OPTIMIZERS)(
    'has after 20 steps of %o the weights that model.fit gives',
    async (optimizer, peer) => {
      const network = build();
      const model = modelFromLayers(network, 'network');
      const { data, labels } = easyData(STEPS * BATCH, size, 3);
      const settings: Partial<TrainingSettings> = {
        optimizer,
        loss,
        batch: BATCH,
        epochs: 1,
        shuffle: false,
      };
      const engine = createCompiledEngine({ threads: 1 });
      const trained = await trainNetwork({ model, engine, data, labels, settings, initial: model.trained });
      await engine.dispose();
      const expected = await fitted(network, data, labels, peer(), fitLoss);
      for (const { name } of model.weights) {
        const [ours, theirs, before] = [trained.weights, expected, model.trained].map((w) => w.get(name)!);
        expect(ours, name).not.toEqual(before);
        const worst = ours.reduce((most, value, i) => Math.max(most, Math.abs(value - theirs[i])), 0);
        expect(worst, name).toBeLessThan(1e-3);
      }
    },
  );
});
