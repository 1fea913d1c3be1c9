import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { InputError } from '../../errors.ts';
import type { Model } from '../../model/model.ts';
import { LOSS_NAMES } from '../../plan/training.ts';

export const LOSSES = LOSS_NAMES;

/**
 * What training makes small, as a mean over the batch: `cross-entropy` of the softmax of the logits; or
 * `mean-squared-error` of the network's probabilities (of its outputs, where it has no last activation) against ones and
 * zeros. For one sigmoid output cross-entropy is the binary one, -log sigmoid(z) or -log sigmoid(-z): that of a softmax of
 * -z / 2 and z / 2.
 */
export type LossName = (typeof LOSSES)[number];

/** @param targets one-hot [N, classes] */
export type Loss = (logits: Tensor, targets: Tensor) => tf.Scalar;

/** How probabilities are made of logits, by the activation that was taken off. */
const ACTIVATIONS = {
  softmax: (x: Tensor) => tf.softmax(x),
  'log-softmax': (x: Tensor) => tf.softmax(x),
  sigmoid: (x: Tensor) => tf.sigmoid(x),
  none: (x: Tensor) => x,
};

type Trainee = Pick<Model, 'source' | 'output' | 'removedActivation'>;

/** The loss of a name for a model. Throws InputError where it does not fit the model's output. */
export function lossOf(name: LossName, { source, output, removedActivation }: Trainee): Loss {
  if (output === 'regression') {
    throw new InputError({
      thing: `training of ${source} on labels`,
      expected: 'a classifier',
      found: 'a single output that is a number',
    });
  }
  if (name === 'mean-squared-error') {
    const activate = ACTIVATIONS[removedActivation ?? 'none'];
    return (logits, targets) => tf.mean(tf.square(tf.sub(activate(logits), targets)));
  }
  if (output === 'multi-label') {
    throw new InputError({
      thing: `loss cross-entropy for ${source}`,
      expected: 'logits or softmax probabilities of two classes or more, or one sigmoid',
      found: 'independent classes, each with a sigmoid',
      hint: 'Use the loss mean-squared-error.',
    });
  }
  const scale = output === 'binary' ? 0.5 : 1;
  return (logits, targets) =>
    tf.neg(tf.mean(tf.sum(tf.mul(targets, tf.logSoftmax(scale === 1 ? logits : tf.mul(logits, scale))), 1)));
}
