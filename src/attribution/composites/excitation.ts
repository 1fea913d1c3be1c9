import * as tf from '@tensorflow/tfjs-core';
import { propagation } from './propagation/propagation.ts';
import { forPositive, shared, summed } from './propagation/rules/parts.ts';
import type { AffineRule } from './propagation/rules/rule.ts';
import { quotient } from './propagation/stabilise.ts';

const winning: AffineRule = (probability, seen) => {
  const excitatory = forPositive(seen);
  return shared(seen, [quotient(probability, summed(seen, excitatory, null)), excitatory]);
};

/** The probability of winning, handed down through excitatory connections alone (Zhang et al. 2016, eq. 2). */
export const excitation = propagation({
  name: 'excitation-backprop',
  start: 'one',
  sums: 'positive',
  affine: () => winning,
});

/** The same minus what goes through the last layer with its weights negated (Zhang et al. 2016, section 3.3). */
export const contrastiveExcitation = propagation({
  name: 'c-mwp',
  start: 'one',
  sums: 'positive',
  affine: ({ last }) => (last ? contrastive : winning),
});

const contrastive: AffineRule = (relevance, seen) =>
  tf.sub(winning(relevance, seen), winning(relevance, { ...seen, weights: tf.neg(seen.weights) }));
