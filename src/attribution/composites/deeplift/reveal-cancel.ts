import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { BackwardRule, ForwardCall, Step } from '../../../engine/composite.ts';
import { type Affine, affineBefore, mergedInto, startAffine } from '../propagation/affine.ts';
import { channelChange } from '../propagation/channel-change.ts';
import { dataOf } from '../propagation/flow.ts';
import { CONVOLUTIONAL } from '../propagation/operator.ts';
import { negative } from '../propagation/rules/parts.ts';
import { halves, ofInputs, slopeOrNothing } from './halves.ts';

const ACTIVATE: Readonly<Record<string, (t: Tensor) => Tensor>> = { Relu: tf.relu, Relu6: tf.relu6 };

/** Dense layers with a ReLU, whose activation is known once the signal has come to it. */
const activated = new WeakMap<Affine, (t: Tensor) => Tensor>();

/**
 * The RevealCancel rule for a dense layer with what follows it up to its ReLU (Shrikumar et al. 2017, section 3.5.2); null for
 * other steps.
 */
export function revealed(step: Step): BackwardRule | null {
  if (CONVOLUTIONAL.has(step.kernel)) return null;
  const dense = startAffine(step);
  if (dense) return denseRule(dense, dataOf(step)[0][0]);
  const change = channelChange(step);
  const activation = ACTIVATE[step.kernel];
  if (!change && !activation) return null;
  const affine = change ? mergedInto(step) : affineBefore(step);
  if (!affine) return null;
  const [[data]] = dataOf(step);
  return (signal, call) => {
    if (activation) activated.set(affine, activation);
    else affine.take(call, change!(call));
    return { [data]: () => tf.reshape(signal, call.inputs[data].shape) };
  };
}

function denseRule(affine: Affine, data: string): BackwardRule {
  return (signal, call) => ({
    [data]: () => {
      const { weights } = affine.merged(call);
      const activation = activated.get(affine);
      const back = (at: Tensor, w: Tensor, like: Tensor) => affine.operator.backward(at, w, like.shape);
      const [multiplier] = halves(signal);
      const [x, reference] = halves(call.inputs[data]);
      if (!activation) return ofInputs(back(multiplier, weights, x), call.inputs[data]);
      const [up, down] = multipliers(affine, call, tf.sub(x, reference), weights, activation);
      const [raising, lowering] = [tf.mul(multiplier, up), tf.mul(multiplier, down)];
      const [positive, contrary] = [tf.relu(weights), negative(weights)];
      const difference = tf.sub(x, reference);
      const grown = tf.add(back(raising, positive, x), back(lowering, contrary, x));
      const shrunk = tf.add(back(raising, contrary, x), back(lowering, positive, x));
      const still = tf.div(tf.add(grown, shrunk), 2);
      const moved = tf.where(tf.greater(difference, 0), grown, shrunk);
      return ofInputs(tf.where(tf.equal(difference, 0), still, moved), call.inputs[data]);
    },
  });
}

/** Dy+ / D+ and Dy- / D-: the changes of the activation by what raises and by what lowers it, averaged over both orders. */
function multipliers(
  affine: Affine,
  call: ForwardCall,
  difference: Tensor,
  weights: Tensor,
  f: (t: Tensor) => Tensor,
): [up: Tensor, down: Tensor] {
  const { operator } = affine;
  const [positive, contrary] = [tf.relu(weights), negative(weights)];
  const [more, less] = [tf.relu(difference), negative(difference)];
  const raised = tf.add(operator.forward(more, positive), operator.forward(less, contrary));
  const lowered = tf.add(operator.forward(more, contrary), operator.forward(less, positive));
  const [, before] = halves(tf.reshape(affine.output(call), call.output.shape));
  const at = (...changes: Tensor[]) => f(changes.reduce((sum, change) => tf.add(sum, change), before));
  const mean = (a: Tensor, b: Tensor) => tf.div(tf.add(a, b), 2);
  const both = at(raised, lowered);
  const up = mean(tf.sub(at(raised), at()), tf.sub(both, at(lowered)));
  const down = mean(tf.sub(at(lowered), at()), tf.sub(both, at(raised)));
  return [slopeOrNothing(up, raised), slopeOrNothing(down, lowered)];
}
