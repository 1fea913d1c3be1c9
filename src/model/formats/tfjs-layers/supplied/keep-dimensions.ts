import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { asList } from '../tf-layers.ts';
import { register, type Shape, type Supplied } from './base-class.ts';

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

register(KeepingAverage);
register(KeepingMaximum);

export const KEEPING: readonly Supplied[] = [
  ['GlobalAveragePooling1D', KeepingAverage] as const,
  ['GlobalAveragePooling2D', KeepingAverage] as const,
  ['GlobalMaxPooling1D', KeepingMaximum] as const,
  ['GlobalMaxPooling2D', KeepingMaximum] as const,
].map(([kind, layer]) => ({
  kind,
  settings: ['keepdims'],
  layer,
  // Before channels it is left as it is, and then refused.
  applies: ({ keepdims, data_format: format }) => keepdims === true && format !== 'channels_first',
}));
