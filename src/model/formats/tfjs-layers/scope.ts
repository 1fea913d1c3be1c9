import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { asList, type TfLayer } from './tf-layers.ts';

/**
 * Runs `body` with every weight of every layer read from `values` in place of the layer's own variable. Nothing is
 * assigned; the variables themselves are not touched. The body must be synchronous.
 */
export function readingWeights<T>(values: ReadonlyMap<layers.LayerVariable, Tensor>, body: () => T): T {
  const prototype = layers.LayerVariable.prototype;
  const { read } = prototype;
  prototype.read = function () {
    const value = values.get(this);
    if (!value) throw new Error(`weight ${this.originalName} is read but was not given`);
    return value as tf.Variable;
  };
  try {
    return body();
  } finally {
    prototype.read = read;
  }
}

/** The outputs of a layer at inference, with other values in some of its properties meanwhile. */
export function callLayer(layer: TfLayer, inputs: Tensor[], properties: object): Tensor[] {
  const own = Object.fromEntries(Object.keys(properties).map((key) => [key, Reflect.get(layer, key)]));
  Object.assign(layer, properties);
  try {
    return asList(layer.apply(inputs, { training: false }) as Tensor | Tensor[]);
  } finally {
    Object.assign(layer, own);
  }
}

/**
 * Ones and zeros for a batch normalisation that has no scale or no offset: tfjs 4.22 cannot differentiate the kernel
 * without them.
 */
export function missingNormalisationWeights(layer: TfLayer, channels: number): object {
  if (layer.getClassName() !== 'BatchNormalization') return {};
  const { gamma, beta } = layer as TfLayer & { gamma?: unknown; beta?: unknown };
  return {
    ...(gamma ? {} : { gamma: { read: () => tf.ones([channels]) } }),
    ...(beta ? {} : { beta: { read: () => tf.zeros([channels]) } }),
  };
}
