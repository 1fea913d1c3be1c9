import * as tf from '@tensorflow/tfjs-core';
import { stabilised } from '../stabilise.ts';
import { negative, negativeProducts, positiveProducts, withBias } from './parts.ts';
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
    const positive = positiveProducts(seen);
    const above = withBias(positive.sum(), bias && tf.relu(bias));
    const gain = positive.share(tf.div(relevance, stabilised(above)));
    if (alpha === 1) return gain;
    const contrary = negativeProducts(seen);
    const below = withBias(contrary.sum(), bias && negative(bias));
    const loss = contrary.share(tf.div(relevance, stabilised(below)));
    return tf.sub(tf.mul(gain, alpha), tf.mul(loss, alpha - 1));
  };
}

/** Only what is positive counts: alpha 1 (Montavon et al. 2017, section 4.1, for inputs that are not negative). */
export const zPlusRule = (bias: boolean): AffineRule => alphaBetaRule({ alpha: 1, bias });
