import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { asList } from '../tf-layers.ts';
import { type LayerClass, layerClass, register, type Shape, type Supplied } from './base-class.ts';

const SWAP = [0, 2, 1];
const swapped = (shape: Shape): Shape => SWAP.map((axis) => shape[axis]);

/** Pooling over the last of two axes, where the steps lie with `channels_first`. */
function overLastAxis(kind: string): LayerClass {
  class ChannelsFirst extends (layerClass(kind) as LayerClass) {
    static override className = `${kind}ChannelsFirst`;

    override computeOutputShape(shape: Shape): Shape {
      const result = super.computeOutputShape(swapped(shape)) as Shape;
      return result.length === SWAP.length ? swapped(result) : result;
    }

    override call(inputs: Tensor | Tensor[], settings: Record<string, unknown>): Tensor {
      return tf.tidy(() => {
        const [result] = asList(super.call(tf.transpose(asList(inputs)[0], SWAP), settings as never));
        return result.rank === SWAP.length ? tf.transpose(result, SWAP) : result;
      });
    }

    override getClassName(): string {
      return kind;
    }
  }
  register(ChannelsFirst);
  return ChannelsFirst;
}

export const POOLING_1D: readonly Supplied[] = [
  'MaxPooling1D',
  'AveragePooling1D',
  'GlobalMaxPooling1D',
  'GlobalAveragePooling1D',
].map((kind) => ({
  kind,
  settings: ['data_format'],
  layer: overLastAxis(kind),
  applies: ({ data_format: format, keepdims }) => format === 'channels_first' && keepdims !== true,
}));
