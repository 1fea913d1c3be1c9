import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';

interface ScanAttributes {
  readonly axis: number;
  readonly exclusive: boolean;
  readonly reverse: boolean;
}

/** tfjs transposes the gradient of a running sum unless it runs along the last axis. It is a running sum from the end. */
function correctRunningSum(): void {
  tf.registerGradient({
    kernelName: 'Cumsum',
    gradFunc: (dy, _, attributes) => {
      const { axis, exclusive, reverse } = attributes as unknown as ScanAttributes;
      return { x: () => tf.cumsum(dy as Tensor, axis, exclusive, !reverse) };
    },
  });
}

/** The product of the other elements along the last axis, right also where some are zero: of those before, times those behind. */
function productOfOthers(x: Tensor): Tensor {
  return tf.mul(tf.cumprod(x, x.rank - 1, true, false), tf.cumprod(x, x.rank - 1, true, true));
}

/** tfjs writes the gradient of a product with chained methods, which tfjs-core alone does not have. */
function correctProduct(): void {
  tf.registerGradient({
    kernelName: 'Prod',
    inputsToSave: ['x'],
    gradFunc: (dy, saved, attributes) => ({
      x: () => {
        const [x] = saved as Tensor[];
        const given = attributes.axis as unknown as number | number[] | null;
        const axes = tf.util.parseAxisParam(given ?? [...x.shape.keys()], x.shape);
        const kept = [...x.shape.keys()].filter((axis) => !axes.includes(axis));
        const order = [...kept, ...axes];
        const moved = tf.transpose(x, order);
        const rows = kept.map((axis) => x.shape[axis]);
        const others = productOfOthers(tf.reshape(moved, [...rows, -1]));
        const gradient = tf.mul(tf.reshape(dy as Tensor, [...rows, 1]), others);
        return tf.transpose(tf.reshape(gradient, moved.shape), tf.backend_util.getUndoAxesPermutation(order));
      },
    }),
  });
}

export function correctScans(): void {
  correctRunningSum();
  correctProduct();
}
