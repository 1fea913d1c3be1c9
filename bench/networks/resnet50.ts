import * as tf from '@tensorflow/tfjs-core';
import { type ConvOptions, conv, dense, globalAverage, maxPool, norm, zeros } from './layers.ts';
import type { Network } from './network.ts';

const STAGES = [
  [64, 3, 1],
  [128, 4, 2],
  [256, 6, 2],
  [512, 3, 2],
];

/** He et al. 2015 as Keras has it: zeros by hand, stride in the first 1x1 convolution. `width` scales the channels. */
export function resnet50({ size = 224, width = 1, classes = 1000, blocks = 6 } = {}): Network {
  return {
    name: 'ResNet50',
    input: [size, size, 3],
    logits: (scope, x) => {
      const unit = (y: tf.Tensor, filters: number, kernel: number, options: ConvOptions = {}) =>
        norm(scope, conv(scope, y, filters, kernel, options), { epsilon: 1.001e-5 });
      const stem = unit(zeros(x, [3, 3]), 64 * width, 7, { strides: 2, pad: 'valid' });
      let y = maxPool(zeros(tf.relu(stem), [1, 1]), 3, 2);
      for (const [filters, count, strides] of STAGES) {
        const own = filters * width;
        for (let i = 0; i < Math.min(count, blocks); i++) {
          const options = { strides: i === 0 ? strides : 1 };
          const short = i === 0 ? unit(y, 4 * own, 1, options) : y;
          const inner = tf.relu(unit(tf.relu(unit(y, own, 1, options)), own, 3));
          y = tf.relu(tf.add(short, unit(inner, 4 * own, 1)));
        }
      }
      return dense(scope, globalAverage(y), classes);
    },
  };
}
