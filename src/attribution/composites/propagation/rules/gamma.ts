import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { above, below, SMALL } from '../stabilise.ts';
import { favouring, forNegative, forPositive, shared, summed, type WeightsBySign } from './parts.ts';
import type { AffineRule } from './rule.ts';

/**
 * The epsilon rule with gamma times more of the products that have the output's own sign: of the positive ones where y > 0, of
 * the negative ones where y < 0 (Montavon et al. 2019, section 10.2.1; Andéol et al. 2021 for negative outputs).
 */
export function gammaRule(gamma: number): AffineRule {
  return (relevance, seen) => {
    const { bias } = seen;
    const y = tf.reshape(seen.output, relevance.shape);
    const [raising, lowering] = [forPositive(seen), forNegative(seen)];
    const shift = bias ? tf.add(tf.mul(tf.relu(bias), gamma), SMALL) : tf.scalar(SMALL);
    const more = summed(seen, times(raising, gamma), shift);
    // y is the sum of the positive products and of the negative ones, which therefore need no convolution.
    const up = tf.div(relevance, above(tf.add(y, more)));
    const down = tf.div(relevance, below(tf.sub(tf.mul(y, 1 + gamma), more)));
    const where = (condition: Tensor) => tf.cast(condition, 'float32');
    return shared(
      seen,
      [tf.mul(up, where(tf.greater(y, 0))), favouring(seen, raising, gamma)],
      [tf.mul(down, where(tf.less(y, 0))), favouring(seen, lowering, gamma)],
    );
  };
}

const times = ({ ofPositive, ofNegative }: WeightsBySign, factor: number): WeightsBySign => ({
  ofPositive: tf.mul(ofPositive, factor),
  ofNegative: () => tf.mul(ofNegative(), factor),
});
