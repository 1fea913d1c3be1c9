import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { stacked } from './joining.ts';
import type { OnnxNode } from './node.ts';

export type Activation = (x: Tensor, alpha: number, beta: number) => Tensor;

const linear = (x: Tensor, alpha: number, beta: number) => tf.add(tf.mul(x, alpha), beta);

/** The activations of recurrent operators, with the defaults of their settings. */
const ACTIVATIONS: Readonly<Record<string, { f: Activation; alpha?: number; beta?: number }>> = {
  relu: { f: (x) => tf.relu(x) },
  tanh: { f: (x) => tf.tanh(x) },
  sigmoid: { f: (x) => tf.sigmoid(x) },
  affine: { f: linear, alpha: 1, beta: 0 },
  leakyrelu: { f: (x, alpha) => tf.leakyRelu(x, alpha), alpha: 0.01 },
  thresholdedrelu: { f: (x, alpha) => tf.mul(x, tf.cast(tf.greater(x, alpha), 'float32')), alpha: 1 },
  scaledtanh: { f: (x, alpha, beta) => tf.mul(tf.tanh(tf.mul(x, beta)), alpha), alpha: 1, beta: 1 },
  hardsigmoid: { f: (x, alpha, beta) => tf.clipByValue(linear(x, alpha, beta), 0, 1), alpha: 0.2, beta: 0.5 },
  elu: { f: (x, alpha) => tf.add(tf.relu(x), tf.mul(tf.expm1(tf.minimum(x, 0)), alpha)), alpha: 1 },
  softsign: { f: (x) => tf.div(x, tf.add(tf.abs(x), 1)) },
  softplus: { f: (x) => tf.softplus(x) },
};

/** What one direction of a layer computes with. */
export interface Cell {
  readonly activations: readonly ((x: Tensor) => Tensor)[];
  /** Keeps what reaches a gate within the bounds that the node states. */
  readonly clip: (x: Tensor) => Tensor;
  readonly node: OnnxNode;
  /** The recurrent weights [gates * hidden, hidden]. */
  readonly recurrent: Tensor2D;
  readonly hidden: number;
}

/** A step: what a gate gets from its input, [N, gates * hidden], and the states before give those after, the output first. */
export type Step = (given: Tensor2D, states: readonly Tensor2D[]) => readonly Tensor2D[];

export interface Recurrence {
  readonly gates: number;
  /** The activations by default. */
  readonly activations: readonly string[];
  readonly states: number;
  /** Adds the biases that belong to the input, and gives the steps what they need of the others. */
  step(
    cell: Cell,
    biases: BiasPair | null,
    peepholes: Tensor | null,
  ): { biasOfInput: Tensor | null; step: Step };
}

export interface BiasPair {
  readonly input: Tensor;
  readonly recurrent: Tensor;
}

function activationsOf(
  node: OnnxNode,
  usual: readonly string[],
  directions: number,
): ((x: Tensor) => Tensor)[] {
  const names = node.texts('activations') ?? Array.from({ length: directions }, () => usual).flat();
  const [alphas, betas] = [
    [...(node.floats('activation_alpha') ?? [])],
    [...(node.floats('activation_beta') ?? [])],
  ];
  return names.map((name) => {
    const key = name.toLowerCase();
    const known = Object.hasOwn(ACTIVATIONS, key)
      ? ACTIVATIONS[key]
      : node.refuse('a known activation', name);
    const alpha = known.alpha === undefined ? 0 : (alphas.shift() ?? known.alpha);
    const beta = known.beta === undefined ? 0 : (betas.shift() ?? known.beta);
    return (x) => known.f(x, alpha, beta);
  });
}

function clipOf(node: OnnxNode): (x: Tensor) => Tensor {
  if (!node.has('clip')) return (x) => x;
  const most = node.float('clip');
  return (x) => tf.clipByValue(x, -most, most);
}

const DIRECTIONS = ['forward', 'reverse', 'bidirectional'] as const;

const part = (x: Tensor, direction: number): Tensor => {
  const one = tf.slice(x, [direction, ...Array<number>(x.rank - 1).fill(0)], [1, ...x.shape.slice(1)]);
  return tf.reshape(one, x.shape.slice(1));
};

/** The operands by their places: input, weights, recurrent weights, biases, lengths, states, peepholes. */
export function unrolled(
  operands: readonly (Tensor | null)[],
  node: OnnxNode,
  recurrence: Recurrence,
): Tensor[] {
  const [given, weights, recurrent, biases = null] = operands;
  const direction = node.text('direction', DIRECTIONS, 'forward');
  const directions = direction === 'bidirectional' ? 2 : 1;
  const batchFirst = node.int('layout', 0) !== 0;
  const x = batchFirst ? tf.transpose(given!, [1, 0, 2]) : given!;
  const [steps, batch, width] = x.shape;
  const lengths = node.numbers(4);
  if (node.given(4) && lengths?.some((length) => length !== steps))
    node.refuse(`sequences of ${steps} steps each`, `lengths [${lengths}]`);
  const hidden = node.int('hidden_size', recurrent!.shape[2]);
  const activations = activationsOf(node, recurrence.activations, directions);
  const perDirection = activations.length / directions;
  const runs = Array.from({ length: directions }, (_, d) => {
    const own = biases && part(biases, d);
    const count = recurrence.gates * hidden;
    const pair = own && { input: tf.slice(own, [0], [count]), recurrent: tf.slice(own, [count], [count]) };
    const cell: Cell = {
      node,
      hidden,
      clip: clipOf(node),
      activations: activations.slice(d * perDirection, (d + 1) * perDirection),
      recurrent: part(recurrent!, d) as Tensor2D,
    };
    const peepholes = operands[7] ? part(operands[7], d) : null;
    const { biasOfInput, step } = recurrence.step(cell, pair, peepholes);
    // One product for all steps.
    const flat = tf.reshape<tf.Rank.R2>(x, [steps * batch, width]);
    const product = tf.matMul(flat, part(weights!, d) as Tensor2D, false, true);
    const gates = tf.reshape(biasOfInput ? tf.add(product, biasOfInput) : product, [steps, batch, count]);
    const states = Array.from({ length: recurrence.states }, (_, s) => {
      const initial = operands[5 + s];
      if (!initial) return tf.zeros<tf.Rank.R2>([batch, hidden]);
      return part(batchFirst ? tf.transpose(initial, [1, 0, 2]) : initial, d) as Tensor2D;
    });
    return walked(gates, states, step, direction === 'reverse' || d === 1);
  });
  return results(runs, recurrence.states, batchFirst);
}

interface Run {
  readonly outputs: readonly Tensor[];
  readonly last: readonly Tensor[];
}

function walked(gates: Tensor, first: readonly Tensor2D[], step: Step, backwards: boolean): Run {
  const steps = tf.unstack(gates) as Tensor2D[];
  const given = backwards ? steps.toReversed() : steps;
  const outputs: Tensor[] = [];
  let states: readonly Tensor2D[] = first;
  for (const one of given) {
    states = step(one, states);
    outputs.push(states[0]);
  }
  return { outputs: backwards ? outputs.toReversed() : outputs, last: states };
}

/** [steps, directions, N, hidden], and the last states [directions, N, hidden]; batches first where they were given so. */
function results(runs: readonly Run[], states: number, batchFirst: boolean): Tensor[] {
  const all = stacked(
    runs.map(({ outputs }) => stacked(outputs, 0)),
    1,
  );
  const last = Array.from({ length: states }, (_, s) =>
    stacked(
      runs.map((run) => run.last[s]),
      0,
    ),
  );
  if (!batchFirst) return [all, ...last];
  return [tf.transpose(all, [2, 0, 1, 3]), ...last.map((state) => tf.transpose(state, [1, 0, 2]))];
}
