import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { ProgramSource } from './engine.ts';

/** Whole blocks of either size, but for 20: its last block has to be filled up. */
const SHAPES = new Map([
  ['first', [3, 3, 3, 32]],
  ['wide', [3, 3, 32, 20]],
  ['deep', [3, 3, 20, 1]],
  ['back', [1, 1, 20, 32]],
]);

/** A small network with everything that is written in blocks, and its gradient: what operators and devices are tried on. */
export const NETWORK: ProgramSource = {
  name: 'a small network',
  inputs: { x: { shape: [2, 9, 9, 3], dtype: 'float32' } },
  weights: SHAPES,
  fn: ({ x }, weights) => {
    const filter = (name: string) => weights.get(name) as Tensor4D;
    const logits = (t: Tensor) => {
      const stem = tf.relu(tf.conv2d(t as Tensor4D, filter('first'), 1, 'same'));
      const wide = tf.clipByValue(tf.relu(tf.conv2d(stem, filter('wide'), 1, 'same')), 0, 6);
      const deep = tf.depthwiseConv2d(tf.maxPool(wide as Tensor4D, 3, 1, 'same'), filter('deep'), 1, 'same');
      const back = tf.conv2d(deep, filter('back'), 2, 'valid');
      const sum = tf.relu(tf.add(back, tf.avgPool(stem, 1, 2, 'valid')));
      return tf.mean(tf.square(tf.avgPool(sum as Tensor4D, 3, 1, 'same')), [1, 2]);
    };
    return { logits: logits(x), gradient: tf.grad((t) => tf.sum(logits(t)))(x) };
  },
};

/** Numbers without a pattern that a wrong order would keep, in [-1, 1]. */
export function valuesOf(shape: readonly number[]): Float32Array {
  const length = shape.reduce((a, b) => a * b, 1);
  return Float32Array.from({ length }, (_, i) => Math.sin(i * i + length));
}

/** The largest difference of any output over its largest expected value. */
export function differenceOf(
  expected: Readonly<Record<string, ArrayLike<number>>>,
  actual: Readonly<Record<string, ArrayLike<number>>>,
): number {
  const each = Object.entries(expected).map(([name, list]) => {
    const values = Array.from(list);
    const largest = values.reduce((top, value) => Math.max(top, Math.abs(value)), 0);
    return (
      values.reduce((worst, value, i) => Math.max(worst, Math.abs(value - actual[name][i])), 0) / largest
    );
  });
  // A value that is no number makes all of it none.
  return Math.max(...each);
}
