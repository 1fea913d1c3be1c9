import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { BackwardRule, Composite, Estimate, ForwardCall, Step } from '../../engine/composite.ts';
import { nameOfStep } from '../../engine/step.ts';
import { type Affine, mergedInto, startAffine } from './propagation/affine.ts';
import { bounded } from './propagation/bounded.ts';
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

/** What patterns are estimated from: the data of a layer on the samples, what it makes of them, its weights and bias. */
export interface Sampled {
  readonly operator: Operator;
  readonly x: Tensor;
  /** With the bias, before the activation. */
  readonly output: Tensor;
  readonly weights: Tensor;
  readonly bias: Tensor | null;
  /** The layer that gives the logits, which has no ReLU: all samples count. */
  readonly last: boolean;
}

/** The patterns of a layer, shaped as its weights, and for each of its filters whether it has one, [channels] of 0 and 1. */
export type Patterns = (sampled: Sampled) => { readonly patterns: Tensor; readonly defined: Tensor };

/**
 * The share of the mean square of a filter's y that E+[y y] - E+[y] E[y] has to have. Below it, float32 leaves a hundredth of the
 * pattern to rounding, and a filter that always says the same has none.
 */
const TELLING = 1e-5;

/**
 * a = (E+[xy] - E+[x] E[y]) / (w . same) with y = w . x without bias, E+ over the samples where the unit is active; zero where it
 * never is, or hardly varies (Kindermans et al. 2018, eq. 9). Of a convolution every place is a sample. The numerator is
 * E+[x (y - E[y])], in which a bias makes no difference.
 */
export const estimated: Patterns = ({ operator, x, output, weights, bias, last }) => {
  const active = last ? tf.onesLike(output) : tf.cast(tf.greater(output, 0), 'float32');
  const places = output.shape.map((_, axis) => axis).slice(0, -1);
  const count = tf.sum(active, places);
  const share = quotient(tf.onesLike(count), count);
  const centred = tf.mul(tf.sub(output, tf.mean(output, places)), active);
  const covariance = operator.scaled(operator.correlated(x, centred, weights), share);
  const along = operator.summed(tf.mul(weights, covariance));
  const y = bias ? tf.sub(output, bias) : output;
  const size = tf.mul(tf.sum(tf.mul(tf.square(y), active), places), share);
  const defined = tf.cast(tf.greater(tf.abs(along), tf.mul(size, TELLING)), 'float32');
  // One in the place of what is not divided by.
  const divisor = tf.add(tf.mul(along, defined), tf.sub(1, defined));
  return { patterns: operator.scaled(covariance, tf.div(defined, divisor)), defined };
};

/**
 * The gradient with patterns in every layer, from the logit (Kindermans et al. 2018). In deep networks that grows beyond all bounds; as in
 * the authors' own software it is brought down where everything passes one place.
 */
export const patterns = ({ kind, samples }: PatternSettings, find: Patterns = estimated): Composite => ({
  name: `pattern-${kind} ${samples}`,
  kernels: LINEAR,
  start: 'logit',
  merges: true,
  estimate: patternEstimate(samples, find),
  ruleFor: (_, step, known) => {
    if (dataOf(step).length === 0) return null;
    const kept = bounded(step, JOINTS, LAYERS);
    const layer = ofLayers(step, (affine, data) => (signal, call) => ({
      [data]: () => {
        const { weights } = affine.merged(call);
        const found = tf.reshape(known.get(nameOfStep(step))!, weights.shape);
        return affine.operator.backward(
          signal,
          kind === 'net' ? found : tf.mul(found, weights),
          call.inputs[data].shape,
        );
      },
    }));
    return layer ?? kept;
  },
});

/** Where signals are kept within the range of float32: what layers and branches end in. */
const JOINTS: ReadonlySet<string> = new Set(['Add', 'AddN', 'Concat', 'Relu', 'Relu6']);
const LAYERS: ReadonlySet<string> = new Set(LINEAR);

/** The patterns of all layers. A sample goes through the network once, and once more through what is correlated with it. */
const patternEstimate = (samples: number, find: Patterns): Estimate => ({
  name: `patterns of ${samples} samples`,
  samples,
  forwards: 2,
  finding: (tell) => ({
    name: 'patterns',
    kernels: LINEAR,
    merges: true,
    ruleFor: (_, step) =>
      dataOf(step).length === 0
        ? null
        : ofLayers(step, (affine, data) => (_signal, call) => ({
            [data]: () => {
              const { weights, bias } = affine.merged(call);
              const { operator, last } = affine;
              const x = call.inputs[data];
              const output = tf.reshape(affine.output(call), call.output.shape);
              const { patterns: found, defined } = find({ operator, x, output, weights, bias, last });
              const missing = tf.stack([tf.sum(tf.sub(1, defined)), tf.scalar(defined.size)]);
              tell(step, found, missing);
              // Nothing is handed down: the rules of layers further below are met all the same.
              return tf.zeros(x.shape);
            },
          })),
  }),
});

type LayerRule = (affine: Affine, data: string) => BackwardRule;

/** The rule of a layer, in which what directly follows it is merged; null for what is none. */
function ofLayers(step: Step, rule: LayerRule): BackwardRule | null {
  const affine = startAffine(step);
  if (affine) return rule(affine, dataOf(step)[0][0]);
  const change = channelChange(step);
  const before = change && mergedInto(step);
  if (!before) return null;
  const [[data]] = dataOf(step);
  return (signal: Tensor, call: ForwardCall) => {
    before.take(call, change(call));
    return { [data]: () => tf.reshape(signal, call.inputs[data].shape) };
  };
}
