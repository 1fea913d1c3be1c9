import type { NamedAttrMap, Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { plainGradient } from './plain-gradient.ts';

const PLAIN = plainGradient('Tile');

/** Every element receives what its copies receive: one axis after the other. */
function summed(dy: Tensor, x: Tensor, attrs: NamedAttrMap): Tensor {
  let gradient = dy;
  for (const [axis, times] of (attrs.reps as number[]).entries()) {
    if (times === 1) continue;
    const before = gradient.shape.slice(0, axis).reduce((a, b) => a * b, 1);
    const length = x.shape[axis];
    const copies = tf.reshape(gradient, [before, times, length, -1]);
    gradient = tf.reshape(tf.sum(copies, 1), gradient.shape.with(axis, length));
  }
  return gradient;
}

/**
 * The gradient of a repetition. That of tfjs adds up one slice for every copy, which is thousands of kernels where a layer
 * repeats a row for every token, and throws for more than four axes.
 */
export function correctTile(): void {
  tf.registerGradient({
    ...PLAIN,
    gradFunc: (dy, saved, attrs) => ({ x: () => summed(dy as Tensor, (saved as Tensor[])[0], attrs) }),
  });
}
