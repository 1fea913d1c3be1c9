import * as tf from '@tensorflow/tfjs-core';
import { conv, dense, flat, maxPool } from './layers.ts';
import type { Network } from './network.ts';

const BLOCKS = [
  [64, 2],
  [128, 2],
  [256, 3],
  [512, 3],
  [512, 3],
];

/** Simonyan and Zisserman 2014, configuration D. `width` scales the channels. */
export function vgg16({ size = 224, width = 1, classes = 1000 } = {}): Network {
  return {
    name: 'VGG16',
    input: [size, size, 3],
    logits: (scope, x) => {
      let y = x;
      for (const [filters, count] of BLOCKS) {
        for (let i = 0; i < count; i++) y = tf.relu(conv(scope, y, filters * width, 3));
        y = maxPool(y, 2, 2);
      }
      const hidden = (z: tf.Tensor) => tf.relu(dense(scope, z, 4096 * width));
      return dense(scope, hidden(hidden(flat(y))), classes);
    },
  };
}
