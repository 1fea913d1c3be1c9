import * as tf from '@tensorflow/tfjs-core';
import { averagePool, conv, dense, globalAverage, maxPool, norm, zeros } from './layers.ts';
import type { Network } from './network.ts';

/** Huang et al. 2016. `blocks` and `growth` make it smaller. */
export function densenet121({
  size = 224,
  blocks = [6, 12, 24, 16],
  growth = 32,
  classes = 1000,
} = {}): Network {
  return {
    name: 'DenseNet121',
    input: [size, size, 3],
    logits: (scope, x) => {
      const active = (y: tf.Tensor) => tf.relu(norm(scope, y, { epsilon: 1.001e-5 }));
      const unit = (y: tf.Tensor, filters: number, kernel: number) =>
        conv(scope, active(y), filters, kernel, { bias: false });
      const stem = conv(scope, zeros(x, [3, 3]), 2 * growth, 7, { strides: 2, pad: 'valid', bias: false });
      let y = maxPool(zeros(active(stem), [1, 1]), 3, 2);
      for (const [i, count] of blocks.entries()) {
        for (let k = 0; k < count; k++) y = tf.concat([y, unit(unit(y, 4 * growth, 1), growth, 3)], 3);
        if (i < blocks.length - 1) y = averagePool(unit(y, y.shape[3]! / 2, 1), 2, 2);
      }
      return dense(scope, globalAverage(active(y)), classes);
    },
  };
}
