import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type * as layers from '@tensorflow/tfjs-layers';
import type { TfLayer } from './tf-layers.ts';

/** A batch normalisation of TensorFlow.js; scale and offset may be missing. */
export type Normalisation = TfLayer & {
  readonly axis: number;
  readonly momentum: number;
  readonly epsilon: number;
  readonly gamma?: layers.LayerVariable;
  readonly beta?: layers.LayerVariable;
  readonly movingMean: layers.LayerVariable;
  readonly movingVariance: layers.LayerVariable;
};

export function isNormalisation(layer: TfLayer): layer is Normalisation {
  return layer.getClassName() === 'BatchNormalization';
}

/**
 * Batch normalisation as it is while training: by the mean and (population) variance of the batch itself. What the
 * moving statistics become is put into `statistics`, by weight name; the layer is not changed.
 */
export function normaliseByBatch(layer: Normalisation, x: Tensor, statistics: Map<string, Tensor>): Tensor {
  const axis = layer.axis >= 0 ? layer.axis : layer.axis + x.rank;
  const others = x.shape.map((_, i) => i).filter((i) => i !== axis);
  const along = x.shape.map((extent, i) => (i === axis ? extent : 1));
  const channels = x.shape[axis];
  const scale = layer.gamma?.read() ?? tf.ones([channels]);
  const offset = layer.beta?.read() ?? tf.zeros([channels]);

  const { mean, variance } = tf.moments(x, others);
  for (const [variable, value] of [
    [layer.movingMean, mean],
    [layer.movingVariance, variance],
  ] as const) {
    const name = variable.originalName;
    // A shared layer moves its statistics once for each of its calls.
    const before = statistics.get(name) ?? variable.read();
    statistics.set(name, tf.sub(before, tf.mul(tf.sub(before, value), 1 - layer.momentum)));
  }
  return normalise(x, scale, offset, others, along, layer.epsilon);
}

/**
 * The normalisation with its gradient in closed form (Ioffe and Szegedy 2015, section 3). Differentiating mean and
 * variance operation by operation gives the same and takes twice as many passes over the activations.
 */
function normalise(
  x: Tensor,
  scale: Tensor,
  offset: Tensor,
  others: number[],
  along: number[],
  epsilon: number,
): Tensor {
  const operation = tf.customGrad((...args: (Tensor | tf.GradSaveFunc)[]) => {
    const [input, gamma, beta] = args as Tensor[];
    const save = args[3] as tf.GradSaveFunc;
    const mean = tf.mean(input, others, true);
    const centred = tf.sub(input, mean);
    const variance = tf.mean(tf.square(centred), others, true);
    const inverse = tf.rsqrt(tf.add(variance, epsilon));
    const normal = tf.mul(centred, inverse);
    const value = tf.add(tf.mul(normal, tf.reshape(gamma, along)), tf.reshape(beta, along));
    save([normal, inverse, gamma]);
    const gradFunc = (dy: Tensor, saved: Tensor[]) => {
      const [kept, spread, weight] = saved;
      const toOffset = tf.sum(dy, others);
      const toScale = tf.sum(tf.mul(dy, kept), others);
      const count = kept.size / toOffset.size;
      const shift = tf.reshape(tf.div(toOffset, count), along);
      const slope = tf.reshape(tf.div(toScale, count), along);
      const rest = tf.sub(tf.sub(dy, shift), tf.mul(kept, slope));
      return [tf.mul(rest, tf.mul(spread, tf.reshape(weight, along))), toScale, toOffset];
    };
    return { value, gradFunc };
  });
  return operation(x, scale, offset);
}
