import '../tfjs-cpu.ts';
import * as tf from '@tensorflow/tfjs-core';
import type * as layers from '@tensorflow/tfjs-layers';

/** A layer of TensorFlow.js, as opposed to a `Layer` of the contract, which is a unit of randomization. */
export type TfLayer = layers.layers.Layer;
/** One call of a layer in the graph of a model: a shared layer has several. */
export type TfNode = TfLayer['inboundNodes'][number];

/** Makes sure that there is a backend, without changing one that is there: layers are built of tensors. */
export function ensureBackend(): void {
  if (!tf.getBackend()) tf.setBackend('cpu');
}

export function asList<T>(value: T | T[]): T[] {
  return Array.isArray(value) ? value : [value];
}
