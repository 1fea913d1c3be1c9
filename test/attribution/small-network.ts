import '../../src/tfjs-cpu.ts';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { modelFromLayers } from '../../src/model/layers-model.ts';
import type { Model } from '../../src/model/model.ts';
import { randomize } from '../../src/randomize/randomize.ts';
import { Stream } from '../../src/randomize/stream.ts';

/** A CNN of 12x12 inputs with seeded weights, as one trained by nobody. */
export function smallNetwork(activation: 'relu' | 'tanh' = 'relu', seed = 7): tfl.LayersModel {
  tf.setBackend('cpu');
  const network = tfl.sequential({
    layers: [
      tfl.layers.conv2d({
        name: 'conv1',
        filters: 4,
        kernelSize: 3,
        padding: 'same',
        activation,
        inputShape: [12, 12, 1],
      }),
      tfl.layers.maxPooling2d({ name: 'pool1', poolSize: 2 }),
      tfl.layers.conv2d({ name: 'conv2', filters: 6, kernelSize: 3, padding: 'same', activation }),
      tfl.layers.flatten({ name: 'flat' }),
      tfl.layers.dense({ name: 'fc1', units: 10, activation }),
      tfl.layers.dense({ name: 'output', units: 4 }),
    ],
  });
  const model = modelFromLayers(network, 'seeded');
  const { weights } = randomize(model, { stage: 'full', initializer: 'he', seed });
  for (const layer of network.layers) {
    const own = model.layers.find((l) => l.name === layer.name);
    if (!own) continue;
    const tensors = own.weights.map((name) => {
      const spec = model.weights.find((w) => w.name === name)!;
      return tf.tensor(weights.get(name)!.slice(), [...spec.shape]);
    });
    layer.setWeights(tensors);
    tf.dispose(tensors);
  }
  return network;
}

export const smallModel = (activation?: 'relu' | 'tanh'): Model =>
  modelFromLayers(smallNetwork(activation), 'small network');

/** Blobs on a black ground, [count, 12, 12, 1]. */
export function blobs(count: number, seed = 1): Float32Array {
  const values = new Float32Array(count * 144);
  for (let n = 0; n < count; n++) {
    const stream = new Stream('blob', seed, n);
    const [row, col, size] = [2 + 8 * stream.uniform(), 2 + 8 * stream.uniform(), 1 + 2 * stream.uniform()];
    for (let p = 0; p < 144; p++) {
      const distance = Math.hypot(Math.floor(p / 12) - row, (p % 12) - col);
      values[n * 144 + p] = Math.max(0, 1 - distance / (2 * size)) * (0.7 + 0.3 * stream.uniform());
    }
  }
  return values;
}
