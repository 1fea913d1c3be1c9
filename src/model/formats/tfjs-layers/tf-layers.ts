import type * as layers from '@tensorflow/tfjs-layers';

/** A layer of TensorFlow.js, as opposed to a `Layer` of the contract, which is a unit of randomization. */
export type TfLayer = layers.layers.Layer;
/** One call of a layer in the graph of a model: a shared layer has several. */
export type TfNode = TfLayer['inboundNodes'][number];

export function asList<T>(value: T | T[]): T[] {
  return Array.isArray(value) ? value : [value];
}
