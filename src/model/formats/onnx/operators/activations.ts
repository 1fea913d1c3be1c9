import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { operator } from '../../../network/operation.ts';
import type { OnnxNode } from './node.ts';
import { define, NEWEST_SET, type OnnxOperator } from './operator.ts';

const IN_PLACE = operator('activation');
const HELD = operator('activation', { held: true });

function activation(
  name: string,
  f: (x: Tensor, node: OnnxNode) => Tensor,
  different: Partial<OnnxOperator> = {},
): OnnxOperator {
  return { ...define(name, IN_PLACE, ([x], node) => f(x!, node)), ...different };
}

const LATE = { traits: HELD };

/** alpha * (exp(x / scale) - 1) below zero. Written so that nothing overflows above, and the gradient at zero is the one from below. */
function elu(x: Tensor, alpha: number, scale = 1): Tensor {
  const below = tf.minimum(x, 0);
  const bent = tf.expm1(scale === 1 ? below : tf.div(below, scale));
  return tf.add(tf.relu(x), alpha === 1 ? bent : tf.mul(bent, alpha));
}

/** Written the way that the compiled engine knows. */
export const geluOf = (x: Tensor): Tensor =>
  tf.mul(tf.mul(x, 0.5), tf.add(1, tf.erf(tf.mul(x, Math.SQRT1_2))));

/** Hendrycks and Gimpel's approximation. */
export function geluByTanh(x: Tensor): Tensor {
  const inner = tf.mul(x, tf.add(1, tf.mul(tf.square(x), 0.044715)));
  return tf.mul(tf.mul(x, 0.5), tf.add(1, tf.tanh(tf.mul(inner, Math.sqrt(2 / Math.PI)))));
}

const gelu = (x: Tensor, node: OnnxNode) =>
  node.text('approximate', ['none', 'tanh'], 'none') === 'tanh' ? geluByTanh(x) : geluOf(x);

const hardSigmoid = (x: Tensor, alpha: number, beta: number) =>
  tf.clipByValue(tf.add(tf.mul(x, alpha), beta), 0, 1);

/** The values that Selu has by default, those of Klambauer et al. 2017. */
const SELU = { alpha: 1.6732632, gamma: 1.0507009 };
const near = (a: number, b: number) => Math.abs(a - b) < 1e-5;

function selu(x: Tensor, node: OnnxNode): Tensor {
  const [alpha, gamma] = [node.float('alpha', SELU.alpha), node.float('gamma', SELU.gamma)];
  if (near(alpha, SELU.alpha) && near(gamma, SELU.gamma)) return tf.selu(x);
  return tf.mul(elu(x, alpha), gamma);
}

function celu(x: Tensor, node: OnnxNode): Tensor {
  const alpha = node.float('alpha', 1);
  return elu(x, alpha, alpha);
}

function shrink(x: Tensor, node: OnnxNode): Tensor {
  const [lambd, bias] = [node.float('lambd', 0.5), node.float('bias', 0)];
  const [above, below] = [tf.greater(x, lambd), tf.less(x, -lambd)];
  return tf.add(
    tf.mul(tf.sub(x, bias), tf.cast(above, 'float32')),
    tf.mul(tf.add(x, bias), tf.cast(below, 'float32')),
  );
}

export const activations: readonly OnnxOperator[] = [
  activation('Relu', (x) => tf.relu(x)),
  activation('LeakyRelu', (x, node) => tf.leakyRelu(x, node.float('alpha', 0.01))),
  { ...define('PRelu', IN_PLACE, ([x, slope]) => tf.prelu(x!, slope!)), sets: [7, NEWEST_SET] },
  activation('Elu', (x, node) => {
    const alpha = node.float('alpha', 1);
    return alpha === 1 ? tf.elu(x) : elu(x, alpha);
  }),
  activation('Selu', selu),
  activation('Celu', celu),
  activation('Sigmoid', (x) => tf.sigmoid(x), { ending: 'sigmoid' }),
  activation('HardSigmoid', (x, node) => hardSigmoid(x, node.float('alpha', 0.2), node.float('beta', 0.5))),
  activation('HardSwish', (x) => tf.mul(x, hardSigmoid(x, 1 / 6, 0.5)), LATE),
  activation('Mish', (x) => tf.mul(x, tf.tanh(tf.softplus(x))), LATE),
  activation('Gelu', gelu, LATE),
  activation('Softplus', (x) => tf.softplus(x), LATE),
  activation('Softsign', (x) => tf.div(x, tf.add(tf.abs(x), 1)), LATE),
  activation('Tanh', (x) => tf.tanh(x)),
  activation('Erf', (x) => tf.erf(x), LATE),
  activation('Shrink', shrink, LATE),
  activation('ThresholdedRelu', (x, node) =>
    tf.mul(x, tf.cast(tf.greater(x, node.float('alpha', 1)), 'float32')),
  ),
];
