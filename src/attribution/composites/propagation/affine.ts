import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { ForwardCall } from '../../../engine/composite.ts';
import { INPUT, type Step } from '../../../engine/step.ts';
import { dataOf, MOVES } from './flow.ts';
import { type Operator, operatorOf } from './operator.ts';

/** What a kernel does to every channel: a factor and a shift [channels], null for none. */
export interface ChannelChange {
  factor(): Tensor | null;
  shift(): Tensor | null;
}

/**
 * A convolution or a matrix product with what directly follows it and treats every channel alone: bias and batch
 * normalisation, which are merged into it. On the way back what follows is met first; it lets the signal through and leaves
 * its numbers here.
 */
export class Affine {
  readonly operator: Operator;
  /** Itself and what was merged. */
  readonly steps: Step[];
  /** Whether no other one lies between it and the logits. */
  last = true;
  #output: Tensor | null = null;
  /** On the way back, from the last step to the first. */
  readonly #changes: ChannelChange[] = [];

  constructor(step: Step, operator: Operator) {
    this.operator = operator;
    this.steps = [step];
  }

  /** Takes what a merged step was on the way forward, from the last one to the first. */
  take({ output }: ForwardCall, change: ChannelChange): void {
    this.#output ??= output;
    this.#changes.push(change);
  }

  /** What the last step made, for the first one's call. */
  output(call: ForwardCall): Tensor {
    return this.#output ?? call.output;
  }

  /** Weights and bias [channels], null for none, that do what all steps together do. */
  merged({ inputs }: ForwardCall): { readonly weights: Tensor; readonly bias: Tensor | null } {
    let weights = inputs[this.operator.weights];
    let bias = (inputs.bias as Tensor | undefined) ?? null;
    for (const change of this.#changes.toReversed()) {
      const factor = change.factor();
      const shift = change.shift();
      if (factor) weights = this.operator.scaled(weights, factor);
      if (factor && bias) bias = tf.mul(bias, factor);
      if (shift) bias = bias ? tf.add(bias, shift) : shift;
    }
    return { weights, bias };
  }
}

const heads = new WeakMap<Step, Affine>();
const readers = new WeakMap<Step, number>();

/** The affine step that begins with a kernel about to run; null where none does. */
export function startAffine(step: Step): Affine | null {
  const operator = operatorOf(step);
  if (!operator) return null;
  const affine = new Affine(step, operator);
  heads.set(step, affine);
  for (const below of beneath(dataOf(step).map(([, { from }]) => from))) below.last = false;
  return affine;
}

/** The affine steps that are met on the way back from some steps, through all others. */
function beneath(steps: readonly Step[], seen = new Set<Step>()): Affine[] {
  return steps.flatMap((step) => {
    if (seen.has(step)) return [];
    seen.add(step);
    const own = heads.get(step);
    // What lies further back was marked when this one was made.
    if (own) return [own];
    return beneath(
      dataOf(step).map(([, { from }]) => from),
      seen,
    );
  });
}

/** Notes which steps a step reads: only what one step alone reads can be merged with it. */
export function noteReading(step: Step): void {
  for (const [, { from }] of dataOf(step)) readers.set(from, (readers.get(from) ?? 0) + 1);
}

/** Whether what is merged was read by nothing else in between. True before all readers are known. */
export const isWhole = ({ steps }: Affine): boolean =>
  steps.slice(0, -1).every((step) => readers.get(step) === 1);

/** The affine step that a step of one tensor directly follows; null where it follows none. */
export function affineBefore(step: Step): Affine | null {
  const [data, more] = dataOf(step);
  if (!data || more) return null;
  const affine = heads.get(data[1].from);
  return affine?.steps.at(-1) === data[1].from ? affine : null;
}

/** Merges a step into the affine one that it directly follows; null where it follows none. */
export function mergedInto(step: Step): Affine | null {
  const affine = affineBefore(step);
  if (!affine) return null;
  affine.steps.push(step);
  heads.set(step, affine);
  return affine;
}

/** Whether nothing but moves and changes of single numbers lies between the explained input and what a step reads. */
export function readsInput(step: Step): boolean {
  return dataOf(step).every(([, { from }]) => isNear(from));
}

const NEAR = new Set([...MOVES, INPUT, 'Add', 'Sub', 'Multiply', 'RealDiv', 'FusedBatchNorm', 'Neg']);

const isNear = (step: Step): boolean => NEAR.has(step.kernel) && readsInput(step);
