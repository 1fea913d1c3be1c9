import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { BackwardRule, Composite } from '../../engine/composite.ts';
import { type Affine, mergedInto, startAffine } from './propagation/affine.ts';
import { channelChange } from './propagation/channel-change.ts';
import { dataOf } from './propagation/flow.ts';
import { LINEAR, type Operator } from './propagation/operator.ts';
import { quotient } from './propagation/stabilise.ts';

export interface PatternSettings {
  /** `net` puts patterns in the place of weights, `attribution` their products with the weights. */
  readonly kind: 'net' | 'attribution';
  /** How many samples they are estimated from. */
  readonly samples: number;
}

/** What patterns are estimated from: the data of a layer on the samples, its weights and bias. */
export interface Sampled {
  readonly operator: Operator;
  readonly x: Tensor;
  readonly weights: Tensor;
  readonly bias: Tensor | null;
  /** The layer that gives the logits, which has no ReLU: all samples count. */
  readonly last: boolean;
}

/** The patterns of a layer, shaped as its weights. */
export type Patterns = (sampled: Sampled) => Tensor;

/**
 * a = (E+[xy] - E+[x] E[y]) / (w . same) with y = w . x without bias, E+ over the samples where the unit is active; zero where it
 * never is (Kindermans et al. 2018, eq. 9). Of a convolution every place is a sample.
 */
export const estimated: Patterns = ({ operator, x, weights, bias, last }) => {
  const y = operator.forward(x, weights);
  const active = last ? tf.onesLike(y) : tf.cast(tf.greater(bias ? tf.add(y, bias) : y, 0), 'float32');
  const places = y.shape.map((_, axis) => axis).slice(0, -1);
  const count = tf.sum(active, places);
  const share = quotient(tf.onesLike(count), count);
  const products = operator.scaled(operator.correlated(x, tf.mul(y, active), weights), share);
  const values = operator.scaled(operator.correlated(x, active, weights), share);
  const covariance = tf.sub(products, operator.scaled(values, tf.mean(y, places)));
  const along = operator.summed(tf.mul(weights, covariance));
  return operator.scaled(covariance, tf.mul(quotient(tf.onesLike(along), along), tf.step(count)));
};

/** The gradient with patterns in every layer, from the logit (Kindermans et al. 2018). */
export const patterns = ({ kind, samples }: PatternSettings, find: Patterns = estimated): Composite => ({
  name: `pattern-${kind} ${samples}`,
  kernels: LINEAR,
  start: 'logit',
  merges: true,
  samples,
  ruleFor: (_, step) => {
    if (dataOf(step).length === 0) return null;
    const affine = startAffine(step);
    if (affine) return patternRule(affine, dataOf(step)[0][0], { kind, samples }, find);
    const change = channelChange(step);
    const before = change && mergedInto(step);
    if (!before) return null;
    const [[data]] = dataOf(step);
    return (signal, call) => {
      before.take(call, change(call));
      return { [data]: () => tf.reshape(signal, call.inputs[data].shape) };
    };
  },
});

function patternRule(
  affine: Affine,
  data: string,
  { kind, samples }: PatternSettings,
  find: Patterns,
): BackwardRule {
  return (signal, call) => ({
    [data]: () => {
      const { operator, last } = affine;
      const { weights, bias } = affine.merged(call);
      const all = call.inputs[data];
      const axis = all.shape[0] === 1 ? 1 : 0;
      const rows = all.shape[axis]! - samples;
      const [, x] = tf.split(all, [rows, samples], axis);
      const [own] = tf.split(signal, [rows, samples], axis);
      const found = find({ operator, x, weights, bias, last });
      const by = kind === 'net' ? found : tf.mul(found, weights);
      const shape = all.shape.with(axis, rows);
      // Nothing starts at the samples.
      const none = tf.zeros(all.shape.with(axis, samples));
      return tf.concat([operator.backward(own, by, shape), none], axis);
    },
  });
}
