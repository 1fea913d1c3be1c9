import * as tf from '@tensorflow/tfjs-core';
import { conv, dense, flat, maxPool } from './layers.ts';
import type { Network } from './network.ts';

function lenet(first: number, second: number, units: number): Network {
  return {
    name: `LeNet ${first}-${second}-${units}`,
    input: [28, 28, 1],
    logits: (scope, x) => {
      const block = (y: tf.Tensor, filters: number) => maxPool(tf.relu(conv(scope, y, filters, 5)), 2, 2);
      const features = flat(block(block(x, first), second));
      return dense(scope, tf.relu(dense(scope, features, units)), 10);
    },
  };
}

/** 5x5 convolutions, each with ReLU and 2x2 max pooling, and two dense layers, in two widths. */
export const LENETS: readonly Network[] = [lenet(16, 32, 128), lenet(32, 64, 1024)];
