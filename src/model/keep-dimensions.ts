import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { isObject, type JsonObject } from './document.ts';
import { asList } from './tf-layers.ts';

type Shape = (number | null)[];

/** Global pooling that keeps the axes that it pools over, with one entry each; TensorFlow.js has none. */
abstract class KeepingPool extends layers.layers.Layer {
  abstract pool(x: Tensor): Tensor;

  override computeOutputShape(shape: Shape | Shape[]): Shape {
    const own = shape as Shape;
    return own.map((extent, axis) => (axis === 0 || axis === own.length - 1 ? extent : 1));
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    return tf.tidy(() => this.pool(asList(inputs)[0]));
  }
}

const between = (x: Tensor): number[] => x.shape.map((_, axis) => axis).slice(1, -1);

class KeepingAverage extends KeepingPool {
  static className = 'GlobalAveragePoolingKeepDims';
  override pool(x: Tensor): Tensor {
    return tf.mean(x, between(x), true);
  }
}

class KeepingMaximum extends KeepingPool {
  static className = 'GlobalMaxPoolingKeepDims';
  override pool(x: Tensor): Tensor {
    return tf.max(x, between(x), true);
  }
}

tf.serialization.registerClass(KeepingAverage as never);
tf.serialization.registerClass(KeepingMaximum as never);

const KEEPING: Readonly<Record<string, string>> = {
  GlobalAveragePooling1D: KeepingAverage.className,
  GlobalAveragePooling2D: KeepingAverage.className,
  GlobalMaxPooling1D: KeepingMaximum.className,
  GlobalMaxPooling2D: KeepingMaximum.className,
};

/** A topology in which global pooling with `keepdims`, which TensorFlow.js reads over, is a layer that keeps them. */
export function withKeptDimensions(topology: JsonObject): JsonObject {
  const { class_name: kind, config, model_config: whole } = topology;
  if (isObject(whole)) return { ...topology, model_config: withKeptDimensions(whole) };
  if (!isObject(config)) return topology;
  // Before channels it is left as it is, and then refused.
  const keeps = config.keepdims === true && config.data_format !== 'channels_first';
  if (keeps && Object.hasOwn(KEEPING, String(kind))) {
    const { keepdims: _, ...rest } = config;
    return { ...topology, class_name: KEEPING[String(kind)], config: rest };
  }
  const inside = (layer: unknown) => (isObject(layer) ? withKeptDimensions(layer) : layer);
  const inner = {
    ...(isObject(config.layer) && { layer: inside(config.layer) }),
    ...(Array.isArray(config.layers) && { layers: config.layers.map(inside) }),
  };
  return { ...topology, config: { ...config, ...inner } };
}
