import { readFileSync } from 'node:fs';
import '../../src/tfjs-cpu.ts';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import type { Batch } from '../../src/attribution/method.ts';
import type { NoiseSource } from '../../src/attribution/noise.ts';
import { modelFromLayers } from '../../src/model/layers-model.ts';
import type { Model } from '../../src/model/model.ts';

interface StoredTensor {
  readonly shape: number[];
  readonly f32: string;
}

interface StoredLayer {
  readonly name: string;
  readonly kind: string;
  readonly inputs: string[];
  readonly stride?: number;
  readonly padding?: 'same' | 'valid';
  readonly size?: number;
  readonly epsilon?: number;
  readonly kernel?: StoredTensor;
  readonly bias?: StoredTensor;
  readonly gamma?: StoredTensor;
  readonly beta?: StoredTensor;
  readonly mean?: StoredTensor;
  readonly variance?: StoredTensor;
}

interface StoredNetwork {
  readonly name: string;
  readonly input_shape: number[];
  readonly layers: StoredLayer[];
  readonly inputs: StoredTensor;
  readonly targets: number[];
  readonly logits: StoredTensor;
  readonly noise: StoredTensor;
}

export interface Expected {
  readonly shape: number[];
  readonly values: Float32Array;
  /** Largest magnitude of each input's map. */
  readonly largest: number[];
}

/** A tiny network with inputs, noise and the maps that independent implementations give on it. */
export interface GoldenNetwork {
  readonly name: string;
  readonly model: Model;
  readonly batch: Batch;
  readonly targets: Int32Array;
  readonly logits: Float32Array;
  /** The stored noise, the same for all inputs. */
  readonly noise: NoiseSource;
  readonly expected: ReadonlyMap<string, Expected>;
}

const read = (file: string) => JSON.parse(readFileSync(new URL(`./golden/${file}`, import.meta.url), 'utf8'));
const decode = ({ f32 }: StoredTensor) => new Float32Array(new Uint8Array(Buffer.from(f32, 'base64')).buffer);

export function goldenNetworks(): GoldenNetwork[] {
  tf.setBackend('cpu');
  return (read('networks.json') as StoredNetwork[]).map((stored) => {
    const noise = decode(stored.noise);
    const size = stored.input_shape.reduce((a, b) => a * b, 1);
    const refuse = () => {
      throw new Error('not a stored noise');
    };
    const maps = read(`${stored.name}.json`) as Record<string, StoredTensor & { largest: number[] }>;
    return {
      name: stored.name,
      model: modelFromLayers(build(stored), stored.name),
      batch: {
        count: 4,
        shape: stored.input_shape,
        values: decode(stored.inputs),
        baseline: new Float32Array(size),
      },
      targets: Int32Array.from(stored.targets),
      logits: decode(stored.logits),
      noise: {
        fill: (_, draw, out) => out.set(noise.subarray(draw * size, (draw + 1) * size)),
        fillFixed: refuse,
        fillFresh: refuse,
      },
      expected: new Map(
        Object.entries(maps).map(([name, map]) => [
          name,
          { shape: map.shape, values: decode(map), largest: map.largest },
        ]),
      ),
    };
  });
}

function build({ input_shape, layers: stored }: StoredNetwork): tfl.LayersModel {
  const outputs = new Map<string, tfl.SymbolicTensor>([['input', tfl.input({ shape: input_shape })]]);
  const built = stored.map((layer) => {
    const made = makeLayer(layer);
    const inputs = layer.inputs.map((name) => outputs.get(name)!);
    outputs.set(layer.name, made.apply(inputs.length > 1 ? inputs : inputs[0]) as tfl.SymbolicTensor);
    return { layer, made };
  });
  for (const { layer, made } of built) {
    const weights = [layer.kernel, layer.bias, layer.gamma, layer.beta, layer.mean, layer.variance];
    const tensors = weights.flatMap((w) => (w ? [tf.tensor(decode(w), w.shape)] : []));
    if (tensors.length > 0) made.setWeights(tensors);
    tf.dispose(tensors);
  }
  return tfl.model({ inputs: outputs.get('input')!, outputs: outputs.get(stored.at(-1)!.name)! });
}

function makeLayer(layer: StoredLayer): tfl.layers.Layer {
  const { name, kind } = layer;
  const pool = { name, poolSize: layer.size, strides: layer.size };
  switch (kind) {
    case 'conv2d': {
      const [rows, cols, , filters] = layer.kernel!.shape;
      const { stride: strides, padding } = layer;
      return tfl.layers.conv2d({ name, filters, kernelSize: [rows, cols], strides, padding });
    }
    case 'dense':
      return tfl.layers.dense({ name, units: layer.bias!.shape[0] });
    case 'batch_norm':
      return tfl.layers.batchNormalization({ name, epsilon: layer.epsilon });
    case 'relu':
      return tfl.layers.reLU({ name });
    case 'relu6':
      return tfl.layers.reLU({ name, maxValue: 6 });
    case 'max_pool':
      return tfl.layers.maxPooling2d(pool as Parameters<typeof tfl.layers.maxPooling2d>[0]);
    case 'avg_pool':
      return tfl.layers.averagePooling2d(pool as Parameters<typeof tfl.layers.averagePooling2d>[0]);
    case 'global_avg_pool':
      return tfl.layers.globalAveragePooling2d({ name });
    case 'flatten':
      return tfl.layers.flatten({ name });
    case 'add':
      return tfl.layers.add({ name });
    default:
      throw new Error(`unknown layer kind ${kind}`);
  }
}
