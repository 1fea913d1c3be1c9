import * as tf from '@tensorflow/tfjs-core';
import { averagePool, type ConvOptions, conv, dense, globalAverage, maxPool, norm } from './layers.ts';
import type { Network } from './network.ts';

type Size = number | [number, number];

/** Szegedy et al. 2015 as Keras has it, without the auxiliary head. `width` scales the channels. */
export function inceptionV3({ size = 299, width = 1, classes = 1000 } = {}): Network {
  return {
    name: 'Inception v3',
    input: [size, size, 3],
    logits: (scope, x) => {
      const unit = (y: tf.Tensor, filters: number, kernel: Size, options: ConvOptions = {}) =>
        tf.relu(
          norm(scope, conv(scope, y, filters * width, kernel, { ...options, bias: false }), { scale: false }),
        );
      const halved = { strides: 2, pad: 'valid' } as const;
      const chain = (y: tf.Tensor, ...units: [number, Size, ConvOptions?][]) =>
        units.reduce((z, [filters, kernel, options]) => unit(z, filters, kernel, options), y);
      const pooled = (y: tf.Tensor, filters: number) => unit(averagePool(y, 3, 1, 'same'), filters, 1);

      let y = chain(x, [32, 3, halved], [32, 3, { pad: 'valid' }], [64, 3]);
      y = chain(maxPool(y, 3, 2), [80, 1], [192, 3, { pad: 'valid' }]);
      y = maxPool(y, 3, 2);
      for (const projection of [32, 64, 64]) {
        const branches = [chain(y, [64, 1]), chain(y, [48, 1], [64, 5]), chain(y, [64, 1], [96, 3], [96, 3])];
        y = tf.concat([...branches, pooled(y, projection)], 3);
      }
      y = tf.concat(
        [chain(y, [384, 3, halved]), chain(y, [64, 1], [96, 3], [96, 3, halved]), maxPool(y, 3, 2)],
        3,
      );
      for (const inner of [128, 160, 160, 192]) {
        const branches = [
          chain(y, [192, 1]),
          chain(y, [inner, 1], [inner, [1, 7]], [192, [7, 1]]),
          chain(y, [inner, 1], [inner, [7, 1]], [inner, [1, 7]], [inner, [7, 1]], [192, [1, 7]]),
        ];
        y = tf.concat([...branches, pooled(y, 192)], 3);
      }
      const narrowed = chain(y, [192, 1], [192, [1, 7]], [192, [7, 1]], [192, 3, halved]);
      y = tf.concat([chain(y, [192, 1], [320, 3, halved]), narrowed, maxPool(y, 3, 2)], 3);
      for (let i = 0; i < 2; i++) {
        const parted = (z: tf.Tensor) => [unit(z, 384, [1, 3]), unit(z, 384, [3, 1])];
        const branches = [
          chain(y, [320, 1]),
          ...parted(chain(y, [384, 1])),
          ...parted(chain(y, [448, 1], [384, 3])),
        ];
        y = tf.concat([...branches, pooled(y, 192)], 3);
      }
      return dense(scope, globalAverage(y), classes);
    },
  };
}
