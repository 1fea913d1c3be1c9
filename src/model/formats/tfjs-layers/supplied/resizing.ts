import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { asList } from '../tf-layers.ts';
import { type LayerClass, layerClass, listOf, register, type Shape, type Supplied } from './base-class.ts';

/** Keras samples at the centres of pixels, TensorFlow.js's layers at their corners. */
function resized(x: Tensor, size: [number, number], method: unknown): Tensor {
  const image = x as tf.Tensor4D;
  return method === 'nearest'
    ? tf.image.resizeNearestNeighbor(image, size, false, true)
    : tf.image.resizeBilinear(image, size, false, true);
}

class CentredUpSampling2D extends (layerClass('UpSampling2D') as LayerClass) {
  static override className = 'CentredUpSampling2D';

  override call(inputs: Tensor | Tensor[]): Tensor {
    return tf.tidy(() => {
      const [x] = asList(inputs);
      const [down, across] = listOf(this.size, 2);
      return resized(x, [x.shape[1]! * down, x.shape[2]! * across], this.interpolation);
    });
  }

  override getClassName(): string {
    return 'UpSampling2D';
  }
}

class CentredResizing extends (layerClass('Resizing') as LayerClass) {
  static override className = 'CentredResizing';

  override computeOutputShape(shape: Shape): Shape {
    return [shape[0], Number(this.height), Number(this.width), shape[3]];
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    const size: [number, number] = [Number(this.height), Number(this.width)];
    return tf.tidy(() => resized(asList(inputs)[0], size, this.interpolation));
  }

  override getClassName(): string {
    return 'Resizing';
  }
}

/** The middle of an image, nearer to its beginning by a pixel where the border is odd. */
class SlicedCenterCrop extends (layerClass('CenterCrop') as LayerClass) {
  static override className = 'SlicedCenterCrop';

  override computeOutputShape(shape: Shape): Shape {
    return [shape[0], Number(this.height), Number(this.width), shape[3]];
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    return tf.tidy(() => {
      const [x] = asList(inputs);
      const size = [Number(this.height), Number(this.width)];
      const begin = size.map((extent, axis) => Math.floor((x.shape[axis + 1]! - extent) / 2));
      if (begin.some((at) => at < 0))
        throw new Error(`an image [${x.shape.slice(1)}] is smaller than the crop`);
      return tf.slice(x, [0, ...begin, 0], [-1, ...size, -1]);
    });
  }

  override getClassName(): string {
    return 'CenterCrop';
  }
}

for (const layer of [CentredUpSampling2D, CentredResizing, SlicedCenterCrop]) register(layer);

export const RESIZING: readonly Supplied[] = [
  {
    kind: 'UpSampling2D',
    settings: ['interpolation'],
    layer: CentredUpSampling2D,
    applies: ({ interpolation, data_format: format }) =>
      interpolation === 'bilinear' && format !== 'channels_first',
  },
  {
    kind: 'Resizing',
    settings: ['height', 'width'],
    layer: CentredResizing,
    applies: () => true,
  },
  { kind: 'CenterCrop', settings: ['height', 'width'], layer: SlicedCenterCrop, applies: () => true },
];
