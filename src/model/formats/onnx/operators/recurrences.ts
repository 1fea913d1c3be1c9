import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { operator } from '../../../network/operation.ts';
import { define, NEWEST_SET, type OnnxOperator } from './operator.ts';
import { type Cell, type Recurrence, unrolled } from './recurrent.ts';

const gatesOf = (x: Tensor, hidden: number): Tensor2D[] =>
  tf.split<Tensor2D>(x as Tensor2D, x.shape[1]! / hidden, 1);

const recurrentProduct = (state: Tensor2D, { recurrent }: Pick<Cell, 'recurrent'>) =>
  tf.matMul(state, recurrent, false, true);

const sum = (biases: { input: Tensor; recurrent: Tensor } | null) =>
  biases && tf.add(biases.input, biases.recurrent);

const simple: Recurrence = {
  gates: 1,
  activations: ['Tanh'],
  states: 1,
  step: (cell, biases) => ({
    biasOfInput: sum(biases),
    step: (given, [state]) => [
      cell.activations[0](cell.clip(tf.add(given, recurrentProduct(state, cell)))) as Tensor2D,
    ],
  }),
};

/** Hochreiter and Schmidhuber 1997, with forget gates; gates in the order input, output, forget, cell. */
const longShortTerm: Recurrence = {
  gates: 4,
  activations: ['Sigmoid', 'Tanh', 'Tanh'],
  states: 2,
  step: (cell, biases, peepholes) => {
    const [f, g, h] = cell.activations;
    const peep = peepholes && tf.split(peepholes, 3);
    const coupled = cell.node.int('input_forget', 0) !== 0;
    const seen = (gate: Tensor, state: Tensor, which: number) =>
      f(cell.clip(peep ? tf.add(gate, tf.mul(state, peep[which])) : gate));
    return {
      biasOfInput: sum(biases),
      step: (given, [state, memory]) => {
        const [i, o, forget, c] = gatesOf(tf.add(given, recurrentProduct(state, cell)), cell.hidden);
        const enters = seen(i, memory, 0);
        const stays = coupled ? tf.sub(1, enters) : seen(forget, memory, 2);
        const next = tf.add(tf.mul(stays, memory), tf.mul(enters, g(cell.clip(c))));
        return [tf.mul(seen(o, next, 1), h(next)) as Tensor2D, next as Tensor2D];
      },
    };
  },
};

/** Cho et al. 2014; gates in the order update, reset, hidden. PyTorch resets behind the product, `linear_before_reset`. */
const gatedUnit: Recurrence = {
  gates: 3,
  activations: ['Sigmoid', 'Tanh'],
  states: 1,
  step: (cell, biases) => {
    const [f, g] = cell.activations;
    const { hidden, recurrent } = cell;
    const behind = cell.node.int('linear_before_reset', 0) !== 0;
    const rows = (from: number, count: number) =>
      tf.slice(recurrent, [from * hidden, 0], [count * hidden, hidden]);
    const [gates, candidate] = [{ recurrent: rows(0, 2) }, { recurrent: rows(2, 1) }];
    const ofGates = biases && tf.slice(biases.recurrent, [0], [2 * hidden]);
    const ofCandidate = biases && tf.slice(biases.recurrent, [2 * hidden], [hidden]);
    const plus = (x: Tensor, bias: Tensor | null) => (bias ? tf.add(x, bias) : x);
    return {
      biasOfInput: biases?.input ?? null,
      step: (given, [state]) => {
        const [z, r, h] = gatesOf(given, hidden);
        const [ownZ, ownR] = gatesOf(plus(recurrentProduct(state, gates), ofGates), hidden);
        const [update, reset] = [f(cell.clip(tf.add(z, ownZ))), f(cell.clip(tf.add(r, ownR)))];
        const past = behind
          ? tf.mul(reset, plus(recurrentProduct(state, candidate), ofCandidate))
          : plus(recurrentProduct(tf.mul(reset, state) as Tensor2D, candidate), ofCandidate);
        const fresh = g(cell.clip(tf.add(h, past)));
        return [tf.add(tf.mul(tf.sub(1, update), fresh), tf.mul(update, state)) as Tensor2D];
      },
    };
  },
};

const layer = (name: string, recurrence: Recurrence): OnnxOperator =>
  define(name, operator('product'), (operands, node) => unrolled(operands, node, recurrence), {
    sets: [7, NEWEST_SET],
    constants: [4],
    limits: 'all sequences of the full length; unrolled',
    roles: ['other', 'kernel', 'kernel', 'bias'],
  });

export const recurrences: readonly OnnxOperator[] = [
  layer('RNN', simple),
  layer('LSTM', longShortTerm),
  layer('GRU', gatedUnit),
];
