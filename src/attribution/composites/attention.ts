import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { BackwardRule, Composite, ForwardCall, Step } from '../../engine/composite.ts';
import { AVERAGES, dataOf, MOVES, QUESTIONS } from './propagation/flow.ts';
import { operatorOf } from './propagation/operator.ts';
import { refusal } from './propagation/refusal.ts';
import { quotient } from './propagation/stabilise.ts';

const NAME = 'attn-lrp';

/** Functions of one number at a time. */
const ACTIVATIONS = new Set([
  ...['ClipByValue', 'Elu', 'Erf', 'Exp', 'LeakyRelu', 'Maximum', 'Minimum', 'Pow', 'Prelu', 'Reciprocal'],
  ...['Relu', 'Relu6', 'Rsqrt', 'Selu', 'Sigmoid', 'Softplus', 'Sqrt', 'Square', 'Tanh'],
]);

/** Kernels whose derivative is their rule: the epsilon rule with epsilon 0, and for softmax its expansion with a bias. */
const STRAIGHT = new Set([...MOVES, ...QUESTIONS, ...AVERAGES, 'Add', 'AddN', 'Neg', 'Sub']);

/** Functions that gates and norms end with. */
const GATES = new Set(['Erf', 'Reciprocal', 'Rsqrt', 'Sigmoid', 'Sqrt', 'Tanh']);

/**
 * Relevance through transformers (Achtibat et al. 2024), as signals that times the value they arrive at are its relevance:
 * activations pass relevance unchanged (their section 3.3), softmax by its derivative (3.1), both factors of a product get half
 * (3.2), the deviation that a norm divides by (3.4) and the gate of a gated unit count as constants.
 */
export const attention: Composite = {
  name: NAME,
  kernels: ['Softmax'],
  ruleFor(kernel, step) {
    const data = dataOf(step).map(([operand]) => operand);
    if (data.length === 0 || STRAIGHT.has(kernel)) return null;
    if (operatorOf(step)) return null;
    if (kernel === 'Softmax') return (signal, call) => call.derivative(signal);
    if (kernel === 'FusedBatchNorm') return withConstant('variance');
    if (kernel === 'RealDiv') return withConstant('b');
    if (kernel === 'Multiply' && data.length === 1) return null;
    if (kernel === 'Multiply') return productRule(step);
    if (kernel === 'BatchMatMul' || kernel === 'Einsum') return halved(data);
    if (ACTIVATIONS.has(kernel) && data.length === 1) return identityRule(data[0]);
    return () => {
      throw refusal(NAME, step);
    };
  },
};

/** x g_x = y g_y. */
const identityRule =
  (operand: string): BackwardRule =>
  (signal, { inputs, output }) => ({
    [operand]: () => tf.mul(signal, quotient(output, inputs[operand])),
  });

/** By the derivative, and nothing to one operand. */
const withConstant =
  (constant: string): BackwardRule =>
  (_, { inputs }) =>
    constant in inputs ? { [constant]: () => tf.zerosLike(inputs[constant]) } : {};

function halved(data: readonly string[]): BackwardRule {
  const half = (signal: Tensor, call: ForwardCall, operand: string) => () =>
    tf.div(call.derivative(signal)[operand](), 2);
  return (signal, call) =>
    Object.fromEntries(data.map((operand) => [operand, half(signal, call, operand)] as const));
}

/** A gate lets the other factor take all; else both share. */
function productRule(step: Step): BackwardRule {
  const gates = dataOf(step).filter(([, { from }]) => isGate(from));
  return gates.length === 1 ? withConstant(gates[0][0]) : halved(['a', 'b']);
}

/** Whether a step is a squashing function, or a constant times one plus another. */
function isGate(step: Step): boolean {
  if (GATES.has(step.kernel)) return true;
  const data = dataOf(step);
  const passes = MOVES.has(step.kernel) || ['Add', 'Multiply', 'RealDiv'].includes(step.kernel);
  return passes && data.length === 1 && isGate(data[0][1].from);
}
