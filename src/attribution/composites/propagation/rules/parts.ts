import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { Seen } from './rule.ts';

/** What is negative in a tensor, zero elsewhere. */
export const negative = (t: Tensor): Tensor => tf.minimum(t, 0);

/** Weights of one step for what is positive in its data x and for what is negative there. */
export interface WeightsBySign {
  readonly ofPositive: Tensor;
  /** Asked for only where x may be negative. */
  ofNegative(): Tensor;
}

/** The weights of the positive products, x+ W+ and x- W-. */
export const forPositive = ({ weights }: Pick<Seen, 'weights'>): WeightsBySign => ({
  ofPositive: tf.relu(weights),
  ofNegative: () => negative(weights),
});

/** The weights of the negative products, x+ W- and x- W+. */
export const forNegative = ({ weights }: Pick<Seen, 'weights'>): WeightsBySign => ({
  ofPositive: negative(weights),
  ofNegative: () => tf.relu(weights),
});

/** The weights of all products, and `gamma` times those of some among them. */
export const favouring = (
  { weights }: Pick<Seen, 'weights'>,
  some: WeightsBySign,
  gamma: number,
): WeightsBySign => {
  const more = (part: Tensor) => tf.add(weights, tf.mul(part, gamma));
  return { ofPositive: more(some.ofPositive), ofNegative: () => more(some.ofNegative()) };
};

type Data = Pick<Seen, 'operator' | 'x' | 'nonNegative'>;

/**
 * sum_i of the products of x with weights and a shift, [channels] or one number: [N, ..., channels]. The shift goes to the
 * first of two sums, whose convolution then carries it.
 */
export function summed({ operator, x, nonNegative }: Data, by: WeightsBySign, shift: Tensor | null): Tensor {
  const shifted = (sum: Tensor) => (shift ? tf.add(sum, shift) : sum);
  if (nonNegative) return shifted(operator.forward(x, by.ofPositive));
  const above = shifted(operator.forward(tf.relu(x), by.ofPositive));
  return tf.add(above, operator.forward(negative(x), by.ofNegative()));
}

/** A signal s at the result of a step, and the weights through which it goes to x. */
export type Portion = readonly [signal: Tensor, by: WeightsBySign];

/** x_i sum_j W_ij s_j, summed over portions. */
export function shared({ operator, x, nonNegative }: Data, ...portions: readonly Portion[]): Tensor {
  const sent = (part: Tensor, weights: (by: WeightsBySign) => Tensor) => {
    const arriving = portions.map(([signal, by]) => operator.backward(signal, weights(by), x.shape));
    return tf.mul(
      part,
      arriving.reduce((a, b) => tf.add(a, b)),
    );
  };
  if (nonNegative) return sent(x, (by) => by.ofPositive);
  return tf.add(
    sent(tf.relu(x), (by) => by.ofPositive),
    sent(negative(x), (by) => by.ofNegative()),
  );
}
