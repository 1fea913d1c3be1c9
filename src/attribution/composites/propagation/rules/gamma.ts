import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { stabilised } from '../stabilise.ts';
import { negative, negativeProducts, positiveProducts, withBias } from './parts.ts';
import type { AffineRule } from './rule.ts';

/**
 * The epsilon rule with gamma times more of the products that have the output's own sign: of the positive ones where y > 0, of
 * the negative ones where y < 0 (Montavon et al. 2019, section 10.2.1; Andéol et al. 2021 for negative outputs).
 */
export function gammaRule(gamma: number): AffineRule {
  return (relevance, seen) => {
    const { operator, x, weights, bias } = seen;
    const output = tf.reshape(seen.output, relevance.shape);
    const positive = positiveProducts(seen);
    const contrary = negativeProducts(seen);
    const above = positive.sum();
    // The output without its bias is the sum of both parts.
    const below = tf.sub(bias ? tf.sub(output, bias) : output, above);
    const signal = (part: Tensor, own: Tensor | null, side: Tensor) => {
      const whole = tf.add(output, tf.mul(withBias(part, own), gamma));
      return tf.mul(tf.cast(side, 'float32'), tf.div(relevance, stabilised(whole)));
    };
    const up = signal(above, bias && tf.relu(bias), tf.greater(output, 0));
    const down = signal(below, bias && negative(bias), tf.less(output, 0));
    const plain = tf.mul(x, operator.backward(tf.add(up, down), weights, x.shape));
    return tf.add(plain, tf.mul(tf.add(positive.share(up), contrary.share(down)), gamma));
  };
}
