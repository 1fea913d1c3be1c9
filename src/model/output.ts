import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';

/** The output activations that are taken off, so that what stands before them is explained. */
export type RemovedActivation = 'softmax' | 'log-softmax' | 'sigmoid';

/**
 * What a network's output says, in the words of the field: `multi-class`, which one of several classes; `binary`, which of
 * two classes, by one sigmoid (0 below probability .5); `multi-label`, several yes/no questions, by a sigmoid each;
 * `regression`, a single number.
 */
export type OutputKind = 'multi-class' | 'binary' | 'multi-label' | 'regression';

/** The kind of an output of so many values, by the activation that was found at its end. */
export function outputKind(values: number, removed: RemovedActivation | null): OutputKind {
  if (removed === 'sigmoid') return values === 1 ? 'binary' : 'multi-label';
  // A softmax over one value is 1 whatever the input: what stands before it is a number, and no probability.
  return values === 1 ? 'regression' : 'multi-class';
}

/** The number of explained quantities: two for a binary output, though the network has one value there. */
export function classesOfOutput(values: number, kind: OutputKind): number {
  return kind === 'binary' ? 2 : values;
}

/**
 * The explained quantities [N, classes] of what stands before the output activation, [N, values]. The logit z of a binary
 * output becomes [-z, z]: class 1 is explained by the logit, class 0 by its negative.
 */
export function explainedQuantities(values: Tensor, kind: OutputKind): Tensor {
  return kind === 'binary' ? tf.concat([tf.neg(values), values], 1) : values;
}
