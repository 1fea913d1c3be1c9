import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { BackwardRule, Step } from '../../../engine/composite.ts';
import { noteStep } from './bottlenecks.ts';

/** Above it the signal of an example is brought down to 1. */
const LARGE = 1e10;

/** Layers between two places where that is looked after: within so many no signal grows from there to the largest float32. */
const APART = 4;

/**
 * A rule that keeps the signal of every example within what float32 holds: where it has grown large at a step through which
 * everything passes, it is divided by its largest value, which changes a map by a positive factor and nothing else. Null for
 * steps of other kinds than `kernels`.
 */
export function bounded(
  step: Step,
  kernels: ReadonlySet<string>,
  layers: ReadonlySet<string>,
): BackwardRule | null {
  const course = noteStep(step);
  if (!kernels.has(step.kernel)) return null;
  return (signal, call) => {
    const chosen = course.bottlenecks(APART, ({ kernel }) => layers.has(kernel));
    return call.derivative(chosen.has(step) ? withinRange(signal) : signal);
  };
}

/** [N, ...]. What is no number stays none. */
function withinRange(signal: Tensor): Tensor {
  const axes = signal.shape.map((_, axis) => axis).slice(1);
  const largest = tf.max(tf.abs(signal), axes, true);
  const isLarge = tf.cast(tf.greater(largest, LARGE), 'float32');
  const divisor = tf.add(tf.mul(isLarge, largest), tf.sub(1, isLarge));
  return tf.div(signal, divisor);
}
