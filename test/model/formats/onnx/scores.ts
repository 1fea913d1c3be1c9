import '../../../../src/tfjs-cpu.ts';
import * as tf from '@tensorflow/tfjs-core';
import type { Model, Weights } from '../../../../src/model/model.ts';

/** Logits of a batch, on plain JavaScript. */
export async function scoresOf(
  model: Model,
  x: ArrayLike<number>,
  weights: Weights = model.trained,
): Promise<number[]> {
  await tf.setBackend('cpu');
  return tf.tidy(() => {
    const size = model.inputShape.reduce((product, extent) => product * extent, 1);
    const tensors = new Map(
      model.weights.map(({ name, shape }) => [name, tf.tensor(weights.get(name)!, [...shape])]),
    );
    const batch = tf.tensor(Float32Array.from(x), [x.length / size, ...model.inputShape]);
    return [...model.apply(batch, tensors).dataSync()];
  });
}
