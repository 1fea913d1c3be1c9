import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { BackwardRule, Composite, ForwardCall, Step } from '../../../engine/composite.ts';
import { type Affine, isWhole, mergedInto, noteReading, readsInput, startAffine } from './affine.ts';
import { channelChange } from './channel-change.ts';
import { AVERAGES, dataOf, MOVES, nonNegative, QUESTIONS } from './flow.ts';
import { LINEAR } from './operator.ts';
import { onesLike } from './padding.ts';
import { refusal } from './refusal.ts';
import type { AffineRule } from './rules/rule.ts';
import { stabilised } from './stabilise.ts';

/** Rules of a propagation of relevance. */
export interface Propagation {
  readonly name: string;
  readonly start: Composite['start'];
  /** Which rule an affine step has: `first` where it reads the input, `last` where it gives the logits. */
  affine(step: { readonly kernel: string; readonly first: boolean; readonly last: boolean }): AffineRule;
  /** How a sum is shared by its parts: in proportion to them, the default, or to what is positive in them. */
  readonly sums?: 'signed' | 'positive';
}

/** Kernels that treat every number alone: relevance passes them unchanged. */
const ACTIVATIONS = new Set([
  'ClipByValue',
  'Elu',
  'LeakyRelu',
  'Maximum',
  'Minimum',
  'Multiply',
  'Neg',
  'Prelu',
  'RealDiv',
  'Relu',
  'Relu6',
  'Selu',
  'Sigmoid',
  'Softplus',
  'Tanh',
]);

const SUMS = new Set(['Add', 'AddN', 'Sub']);

/**
 * The composite of a propagation of relevance (Bach et al. 2015; Montavon et al. 2019). Affine steps go by their rule, with bias
 * and batch normalisation merged into them; activations pass relevance unchanged, maxima give all to the winner, averages
 * and sums share it in proportion. Throws MisfitError, when a signal meets it, for a kernel that has no rule.
 */
export function propagation(rules: Propagation): Composite {
  return {
    name: rules.name,
    kernels: LINEAR,
    start: rules.start,
    merges: true,
    ruleFor: (_, step) => {
      if (dataOf(step).length === 0) return null;
      noteReading(step);
      const affine = startAffine(step);
      if (affine) return affineRule(affine, step, rules);
      return mergedRule(step) ?? otherRule(step, rules);
    },
  };
}

function affineRule(affine: Affine, step: Step, { name, affine: choose }: Propagation): BackwardRule {
  const { kernel } = step;
  const [[data, { from }]] = dataOf(step);
  const first = readsInput(step);
  return (relevance, call) => ({
    [data]: () => {
      if (!isWhole(affine)) throw refusal(name, affine.steps[1], 'whose operand something else reads too');
      const rule = choose({ kernel, first, last: affine.last });
      return rule(relevance, {
        operator: affine.operator,
        x: call.inputs[data],
        ...affine.merged(call),
        output: affine.output(call),
        nonNegative: nonNegative(from),
        ones: () => onesLike(call.inputs[data], from),
      });
    },
  });
}

/** What directly follows an affine step and treats every channel alone lets relevance through to it. */
function mergedRule(step: Step): BackwardRule | null {
  const change = channelChange(step);
  const affine = change && mergedInto(step);
  if (!affine) return null;
  const [[data]] = dataOf(step);
  return (relevance, call) => {
    affine.take(call, change(call));
    return { [data]: () => tf.reshape(relevance, call.inputs[data].shape) };
  };
}

function otherRule(step: Step, { name, sums = 'signed' }: Propagation): BackwardRule | null {
  const { kernel } = step;
  const data = dataOf(step).map(([operand]) => operand);
  if (MOVES.has(kernel) || QUESTIONS.has(kernel)) return null;
  if (AVERAGES.has(kernel)) return inProportion(data, (x) => x);
  if (SUMS.has(kernel)) return inProportion(data, sums === 'signed' ? (x) => x : tf.relu);
  if (ACTIVATIONS.has(kernel) && data.length === 1) return unchanged(data[0]);
  const found = kernel === 'FusedBatchNorm' ? 'that follows no convolution or dense layer' : '';
  return () => {
    throw refusal(name, step, found);
  };
}

function unchanged(data: string): BackwardRule {
  return (relevance, call) => ({
    [data]: () =>
      // A constant may have repeated the operand.
      call.inputs[data].size === relevance.size
        ? tf.reshape(relevance, call.inputs[data].shape)
        : share(relevance, call, call.output, data, (x) => x),
  });
}

/** Every operand gets its share in the sum: x_i / (x_1 + x_2), with a stabiliser. */
function inProportion(data: readonly string[], part: (x: Tensor) => Tensor): BackwardRule {
  return (relevance, call) => {
    const whole = () =>
      part === tf.relu
        ? Object.values(call.inputs)
            .map(part)
            .reduce((a, b) => tf.add(a, b))
        : call.output;
    return Object.fromEntries(
      data.map((name) => [name, () => share(relevance, call, whole(), name, part)] as const),
    );
  };
}

function share(
  relevance: Tensor,
  call: ForwardCall,
  whole: Tensor,
  name: string,
  part: (x: Tensor) => Tensor,
): Tensor {
  const signal = tf.div(relevance, stabilised(whole));
  return tf.mul(part(call.inputs[name]), call.derivative(signal)[name]());
}
