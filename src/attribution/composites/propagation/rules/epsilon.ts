import * as tf from '@tensorflow/tfjs-core';
import { rootMeanSquare, SMALL, stabilised } from '../stabilise.ts';
import type { AffineRule } from './rule.ts';

export interface EpsilonSettings {
  readonly epsilon: number;
  /** Whether epsilon is a share of the root mean square of what the layer makes of an example. */
  readonly relative: boolean;
}

/** R_i = x_i sum_j W_ij R_j / (y_j + e sign(y_j)), the bias being part of y (Bach et al. 2015, eq. 58). */
export function epsilonRule({ epsilon, relative }: EpsilonSettings = ABSOLUTE): AffineRule {
  return (relevance, { operator, x, weights, output }) => {
    const by = relative ? tf.mul(rootMeanSquare(output), epsilon) : epsilon;
    const share = tf.div(relevance, tf.reshape(stabilised(output, by), relevance.shape));
    return tf.mul(x, operator.backward(share, weights, x.shape));
  };
}

const ABSOLUTE: EpsilonSettings = { epsilon: SMALL, relative: false };
