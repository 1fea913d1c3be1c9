import * as tf from '@tensorflow/tfjs-core';
import { conv, dense, depthwise, globalAverage, norm, zeros } from './layers.ts';
import type { Network } from './network.ts';

/** Expansion, channels, repetitions and stride of the bottlenecks. */
const BOTTLENECKS = [
  [1, 16, 1, 1],
  [6, 24, 2, 2],
  [6, 32, 3, 2],
  [6, 64, 4, 2],
  [6, 96, 3, 1],
  [6, 160, 3, 2],
  [6, 320, 1, 1],
];

/** Sandler et al. 2018 as Keras has it: capped ReLUs as a ReLU and a clip, zeros by hand before strided filters. */
export function mobilenetV2({ size = 224, width = 1, classes = 1000 } = {}): Network {
  const channels = (n: number) => Math.max(8, Math.round((n * width) / 8) * 8);
  const relu6 = (x: tf.Tensor) => tf.clipByValue(tf.relu(x), 0, 6);
  const padded = (x: tf.Tensor) => zeros(x, x.shape[1]! % 2 ? [1, 1] : [0, 1]);
  return {
    name: 'MobileNetV2',
    input: [size, size, 3],
    logits: (scope, x) => {
      const unit = (y: tf.Tensor, filters: number) =>
        norm(scope, conv(scope, y, filters, 1, { bias: false }));
      const stem = conv(scope, padded(x), channels(32), 3, { strides: 2, pad: 'valid', bias: false });
      let y = relu6(norm(scope, stem));
      for (const [expansion, filters, count, strides] of BOTTLENECKS) {
        for (let i = 0; i < count; i++) {
          const stride = i === 0 ? strides : 1;
          const inputs = y.shape[3]!;
          const wide = expansion === 1 ? y : relu6(unit(y, expansion * inputs));
          const framed = stride === 2 ? padded(wide) : wide;
          const deep = depthwise(scope, framed, 3, stride, stride === 2 ? 'valid' : 'same');
          const narrow = unit(relu6(norm(scope, deep)), channels(filters));
          y = stride === 1 && inputs === channels(filters) ? tf.add(y, narrow) : narrow;
        }
      }
      return dense(scope, globalAverage(relu6(unit(y, channels(1280)))), classes);
    },
  };
}
