import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { Seen } from './rule.ts';

/** What is negative in a tensor, zero elsewhere. */
export const negative = (t: Tensor): Tensor => tf.neg(tf.relu(tf.neg(t)));

/** The products x_i W_ij of one sign: their sums over i, and the way back to x. */
export interface Products {
  /** sum_i of the products, [N, ..., channels]. */
  sum(): Tensor;
  /** x_i sum_j W_ij s_j over the products, for a signal s. */
  share(signal: Tensor): Tensor;
}

/** The positive products, x+ W+ and x- W-. */
export const positiveProducts = (seen: Seen): Products =>
  products(seen, tf.relu(seen.weights), () => negative(seen.weights));

/** The negative products, x+ W- and x- W+. */
export const negativeProducts = (seen: Seen): Products =>
  products(seen, negative(seen.weights), () => tf.relu(seen.weights));

/** Products of the positive part of x with some weights, and of its negative part, where it has one, with others. */
export function products(
  { operator, x, nonNegative }: Pick<Seen, 'operator' | 'x' | 'nonNegative'>,
  withPositive: Tensor,
  withNegative: () => Tensor,
): Products {
  const one = (part: Tensor, weights: Tensor): Products => ({
    sum: () => operator.forward(part, weights),
    share: (signal) => tf.mul(part, operator.backward(signal, weights, part.shape)),
  });
  if (nonNegative) return one(x, withPositive);
  const [a, b] = [one(tf.relu(x), withPositive), one(negative(x), withNegative())];
  return {
    sum: () => tf.add(a.sum(), b.sum()),
    share: (signal) => tf.add(a.share(signal), b.share(signal)),
  };
}

/** A sum with a bias, where there is one. */
export const withBias = (sum: Tensor, bias: Tensor | null): Tensor => (bias ? tf.add(sum, bias) : sum);
