import type { NamedAttrMap, Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { plainGradient } from './plain-gradient.ts';

const PLAIN = plainGradient('Tile');
/** tfjs throws for tensors of more axes. */
const MOST_AXES = 4;

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

/** The gradient of a repetition of tensors with more than four axes, which tfjs lacks. */
export function correctTile(): void {
  tf.registerGradient({
    ...PLAIN,
    gradFunc: (dy, saved, attrs) => {
      const [x] = saved as Tensor[];
      if (x.rank <= MOST_AXES) return PLAIN.gradFunc(dy, saved, attrs);
      return { x: () => summed(dy as Tensor, x, attrs) };
    },
  });
}
