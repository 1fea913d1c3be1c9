import '../../src/tfjs-cpu.ts';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { InputError } from '../../src/errors.ts';
import { loadModel } from '../../src/model/load.ts';
import type { Weights } from '../../src/model/model.ts';

const L = layers.layers;

/** Values that differ from weight to weight and place to place; positive for variances. */
export function fill(network: layers.LayersModel): layers.LayersModel {
  let phase = 0;
  for (const variable of network.weights) {
    const size = tf.util.sizeFromShape(variable.shape as number[]);
    const values = Float32Array.from({ length: size }, () => {
      phase += 1;
      const wave = Math.sin(phase * 1.7) / 2;
      return variable.originalName.endsWith('variance') ? 1 + wave : wave;
    });
    const value = tf.tensor(values, variable.shape as number[]);
    variable.write(value);
    value.dispose();
  }
  return network;
}

/** Conv, BatchNorm, ReLU, pool, dropout, dense: 6x6x2 to 3 classes. */
export function smallNetwork(activation: 'softmax' | 'linear' = 'softmax'): layers.LayersModel {
  return fill(
    layers.sequential({
      name: 'small',
      layers: [
        L.conv2d({ inputShape: [6, 6, 2], filters: 4, kernelSize: 3, name: 'conv' }),
        L.batchNormalization({ name: 'norm' }),
        L.reLU({ name: 'relu' }),
        L.maxPooling2d({ poolSize: 2, name: 'pool' }),
        L.dropout({ rate: 0.5, name: 'drop' }),
        L.flatten({ name: 'flat' }),
        L.dense({ units: 3, activation, name: 'dense' }),
      ],
    }),
  );
}

/** The smallest network that has a kernel and a bias: 2 features, 2 classes. */
export function tinyNetwork(): layers.LayersModel {
  return fill(
    layers.sequential({ name: 'tiny', layers: [L.dense({ units: 2, inputShape: [2], name: 'dense' })] }),
  );
}

export function temporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'model-'));
}

export interface Saved {
  modelTopology: Record<string, unknown>;
  format?: string;
  weightsManifest: { paths: string[]; weights: Record<string, unknown>[] }[];
  [key: string]: unknown;
}

/** What TensorFlow.js itself saves. */
export async function artifacts(network: layers.LayersModel): Promise<{ document: Saved; bytes: Buffer }> {
  let saved: tf.io.ModelArtifacts = {};
  await network.save(
    tf.io.withSaveHandler(async (given) => {
      saved = given;
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
    }),
  );
  const { modelTopology, format, generatedBy, convertedBy, weightSpecs, weightData } = saved;
  const weights = weightSpecs as unknown as Record<string, unknown>[];
  return {
    document: {
      modelTopology: modelTopology as Record<string, unknown>,
      format,
      generatedBy,
      convertedBy,
      weightsManifest: [{ paths: ['group1-shard1of1.bin'], weights }],
    },
    bytes: Buffer.from(weightData as ArrayBuffer),
  };
}

/** Saves a network into a new folder, after `spoil` has changed the document or returned other bytes. */
export async function save(
  network: layers.LayersModel,
  spoil: (document: Saved, bytes: Buffer) => unknown = () => undefined,
): Promise<string> {
  const folder = await temporaryFolder();
  const { document, bytes } = await artifacts(network);
  const spoilt = spoil(document, bytes);
  await writeFile(join(folder, 'model.json'), JSON.stringify(document));
  await writeFile(join(folder, 'group1-shard1of1.bin'), Buffer.isBuffer(spoilt) ? spoilt : bytes);
  return folder;
}

/** The message of the InputError that a call ends with, with the folder's name taken out. */
export async function refusal(call: () => unknown, folder = '?'): Promise<string> {
  try {
    await call();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.message.replaceAll(folder, 'FOLDER');
  }
  throw new Error('expected an InputError, but the call returned');
}

/** Weight values as tensors, for `apply`. */
export function tensors(
  model: {
    weights: readonly { name: string; shape: readonly number[] }[];
  },
  values: Weights,
): Map<string, tf.Tensor> {
  return new Map(
    model.weights.map(({ name, shape }) => [name, tf.tensor(values.get(name)!, [...shape])] as const),
  );
}

/** A batch of two inputs that differ. */
export function inputs(shape: readonly number[]): tf.Tensor {
  const size = 2 * tf.util.sizeFromShape([...shape]);
  return tf.tensor(
    Float32Array.from({ length: size }, (_, i) => Math.cos(i * 0.9)),
    [2, ...shape],
  );
}

/** What loading says after the saved tiny network (kernel [2, 2], bias [2]: 24 bytes) was spoilt. */
export async function spoiling(spoil: (document: Saved, bytes: Buffer) => unknown): Promise<string> {
  const folder = await save(tinyNetwork(), spoil);
  const held = tf.memory().numTensors;
  const message = await refusal(() => loadModel(folder), folder);
  if (tf.memory().numTensors !== held) throw new Error('loading left tensors behind');
  return message;
}
