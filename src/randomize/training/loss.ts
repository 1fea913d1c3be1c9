import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { LOSS_NAMES } from '../../config/training.ts';
import { InputError } from '../../errors.ts';
import type { Model } from '../../model/model.ts';

export const LOSSES = LOSS_NAMES;

/**
 * What training makes small, as a mean over the batch: `cross-entropy` of the softmax of the logits; or
 * `mean-squared-error` of the network's output, its last activation included, against ones and zeros.
 */
export type LossName = (typeof LOSSES)[number];

/** @param targets one-hot [N, classes] */
export type Loss = (logits: Tensor, targets: Tensor) => tf.Scalar;

/** The loss of a name for a model. Throws InputError where it does not fit the model's output. */
export function lossOf(name: LossName, model: Pick<Model, 'source' | 'classes' | 'removedActivation'>): Loss {
  const { source, classes, removedActivation } = model;
  if (name === 'mean-squared-error') {
    const activate = { softmax: tf.softmax, sigmoid: tf.sigmoid, none: (x: Tensor) => x }[
      removedActivation ?? 'none'
    ];
    return (logits, targets) => tf.mean(tf.square(tf.sub(activate(logits), targets)));
  }
  const misfit =
    classes < 2
      ? 'an output of a single value'
      : removedActivation === 'sigmoid'
        ? 'independent classes, each with a sigmoid'
        : null;
  if (misfit) {
    throw new InputError({
      thing: `loss cross-entropy for ${source}`,
      expected: 'logits or softmax probabilities of two classes or more',
      found: misfit,
      hint: 'Use the loss mean-squared-error.',
    });
  }
  return (logits, targets) => tf.neg(tf.mean(tf.sum(tf.mul(targets, tf.logSoftmax(logits)), 1)));
}
