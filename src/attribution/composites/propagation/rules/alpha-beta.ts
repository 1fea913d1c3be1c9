import * as tf from '@tensorflow/tfjs-core';
import { above, below, SMALL } from '../stabilise.ts';
import { forNegative, forPositive, negative, shared, summed } from './parts.ts';
import type { AffineRule } from './rule.ts';

export interface AlphaBetaSettings {
  /** Share of the positive products; beta, that of the negative ones, is alpha - 1. */
  readonly alpha: number;
  /** Whether biases count among the products. */
  readonly bias: boolean;
}

/**
 * R_i = sum_j (alpha z+_ij / sum z+_ij - beta z-_ij / sum z-_ij) R_j with z_ij = x_i W_ij, the bias in its part's sum (Bach et al.
 * 2015, eq. 60). With alpha 1 it is the z-plus rule.
 */
export function alphaBetaRule({ alpha, bias: counted }: AlphaBetaSettings): AffineRule {
  return (relevance, seen) => {
    const bias = counted ? seen.bias : null;
    // The stabiliser goes with the bias, so that the convolution of the sum carries both.
    const gaining = forPositive(seen);
    const gains = above(summed(seen, gaining, bias ? tf.add(tf.relu(bias), SMALL) : tf.scalar(SMALL)));
    const gain = tf.div(relevance, gains);
    if (alpha === 1) return shared(seen, [gain, gaining]);
    const losing = forNegative(seen);
    const losses = below(summed(seen, losing, bias ? tf.sub(negative(bias), SMALL) : tf.scalar(-SMALL)));
    const loss = tf.div(relevance, losses);
    // As factors of the signals, which the next filter takes up.
    return shared(seen, [tf.mul(gain, alpha), gaining], [tf.mul(loss, 1 - alpha), losing]);
  };
}

/** Only what is positive counts: alpha 1 (Montavon et al. 2017, section 4.1, for inputs that are not negative). */
export const zPlusRule = (bias: boolean): AffineRule => alphaBetaRule({ alpha: 1, bias });
