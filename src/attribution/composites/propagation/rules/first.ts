import * as tf from '@tensorflow/tfjs-core';
import { stabilised } from '../stabilise.ts';
import { negative } from './parts.ts';
import type { AffineRule } from './rule.ts';

/** Rules of layers that read the input, where a value of zero is no absence. */

/** Every connected input of an output gets an equal share; padding gets none (Lapuschkin et al. 2019, supplement). */
export const flatRule: AffineRule = (relevance, { operator, x, weights, ones }) => {
  const flat = tf.ones(weights.shape);
  const connected = operator.forward(ones(), flat);
  return tf.mul(ones(), operator.backward(tf.div(relevance, stabilised(connected)), flat, x.shape));
};

/** W_ij^2 over its sum over i, for inputs without bounds (Montavon et al. 2017, eq. 12). */
export const squareRule: AffineRule = (relevance, { operator, x, weights, ones }) => {
  const squares = tf.square(weights);
  const whole = operator.forward(ones(), squares);
  return tf.mul(ones(), operator.backward(tf.div(relevance, stabilised(whole)), squares, x.shape));
};

/** What inputs lie between: numbers, or one for each channel. */
export interface Box {
  readonly low: number | readonly number[];
  readonly high: number | readonly number[];
}

/** x_i W_ij - l W+_ij - h W-_ij over its sum over i, for inputs from l to h (Montavon et al. 2017, eq. 14). */
export function boxRule({ low, high }: Box): AffineRule {
  return (relevance, { operator, x, weights, ones }) => {
    const [positive, contrary] = [tf.relu(weights), negative(weights)];
    const [least, most] = [low, high].map((bound) => tf.mul(ones(), asTensor(bound)));
    const whole = tf.sub(
      tf.sub(operator.forward(x, weights), operator.forward(least, positive)),
      operator.forward(most, contrary),
    );
    const signal = tf.div(relevance, stabilised(whole));
    const share = (part: typeof x, w: typeof x) => tf.mul(part, operator.backward(signal, w, x.shape));
    return tf.sub(tf.sub(share(x, weights), share(least, positive)), share(most, contrary));
  };
}

const asTensor = (bound: number | readonly number[]): tf.Tensor =>
  typeof bound === 'number' ? tf.scalar(bound) : tf.tensor1d([...bound]);
