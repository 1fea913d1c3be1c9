import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { operator, type Operator as Traits } from '../../../network/operation.ts';
import { cellwise } from './folding.ts';
import type { OnnxNode } from './node.ts';
import { define, NEWEST_SET, type OnnxOperator } from './operator.ts';
import { type ElementType, isFloat } from './plain.ts';

const OTHER = operator('other');

/** Of two operands by the rules of numpy. Before operator set 7 they were repeated otherwise. */
function binary(
  name: string,
  traits: Traits,
  f: (a: Tensor, b: Tensor, node: OnnxNode) => Tensor,
  number: (a: number, b: number, node: OnnxNode, type: ElementType) => number,
  different: Partial<OnnxOperator> = {},
): OnnxOperator {
  return {
    ...define(name, traits, ([a, b], node) => f(a!, b!, node), {
      sets: [7, NEWEST_SET],
      fold: cellwise(([a, b], node, type) => number(a, b, node, type)),
    }),
    ...different,
  };
}

/** Of any number of operands. */
function many(
  name: string,
  f: (operands: Tensor[]) => Tensor,
  number: (numbers: readonly number[]) => number,
  traits = OTHER,
): OnnxOperator {
  return define(name, traits, (operands) => f(operands as Tensor[]), {
    sets: [6, NEWEST_SET],
    fold: cellwise((numbers) => number(numbers)),
  });
}

const whole = (x: Tensor) => x.dtype !== 'float32';

/** Of whole numbers the quotient without its fraction. */
function quotient(a: Tensor, b: Tensor): Tensor {
  if (!whole(a) || !whole(b)) return tf.div(a, b);
  const sign = tf.mul(tf.sign(a), tf.sign(b));
  return tf.cast(tf.mul(sign, tf.floorDiv(tf.abs(a), tf.abs(b))), 'int32');
}

/** The remainder has the sign of the divisor, or with `fmod` that of the dividend. */
function remainder(a: Tensor, b: Tensor, node: OnnxNode): Tensor {
  if (node.int('fmod', 0) === 0) return tf.mod(a, b);
  return tf.mul(tf.sign(a), tf.mod(tf.abs(a), tf.abs(b)));
}

const remainderOf = (a: number, b: number, node: OnnxNode) =>
  node.int('fmod', 0) === 0 ? a - b * Math.floor(a / b) : a % b;

/** Powers that are something simpler: their gradient has no logarithm and no power of zero. */
const SIMPLER: ReadonlyMap<number, (x: Tensor) => Tensor> = new Map([
  [1, (x) => x],
  [2, (x) => tf.square(x)],
  [3, (x) => tf.mul(tf.square(x), x)],
  [0.5, (x) => tf.sqrt(x)],
  [-1, (x) => tf.reciprocal(x)],
  [-0.5, (x) => tf.rsqrt(x)],
]);

function power(a: Tensor, b: Tensor, node: OnnxNode): Tensor {
  const exponent = node.known(1);
  const [single] = exponent?.values ?? [];
  const simpler = exponent?.values.length === 1 ? SIMPLER.get(single) : undefined;
  const base = tf.cast(a, 'float32');
  const result = simpler && b.rank <= a.rank ? simpler(base) : tf.pow(base, tf.cast(b, 'float32'));
  return whole(a) ? tf.cast(result, 'int32') : result;
}

export const arithmetic: readonly OnnxOperator[] = [
  binary('Add', operator('offset'), tf.add, (a, b) => a + b, { roles: ['offset', 'offset'] }),
  binary('Sub', operator('offset', { adds: false }), tf.sub, (a, b) => a - b, {
    roles: ['offset', 'offset'],
  }),
  binary('Mul', operator('scale'), tf.mul, (a, b) => a * b, { roles: ['scale', 'scale'] }),
  binary(
    'Div',
    operator('other', { channelwise: true, elementwise: true, held: false }),
    quotient,
    (a, b, _, type) => (isFloat(type) ? a / b : Math.trunc(a / b)),
    { roles: ['scale', 'scale'] },
  ),
  binary('Pow', OTHER, power, (a, b) => a ** b),
  binary('Mod', OTHER, remainder, remainderOf),
  many(
    'Min',
    (all) => all.reduce((a, b) => tf.minimum(a, b)),
    (all) => Math.min(...all),
  ),
  many(
    'Max',
    (all) => all.reduce((a, b) => tf.maximum(a, b)),
    (all) => Math.max(...all),
  ),
  many(
    'Sum',
    (all) => all.reduce((a, b) => tf.add(a, b)),
    (all) => all.reduce((a, b) => a + b, 0),
    operator('offset', { joins: false }),
  ),
  many(
    'Mean',
    (all) =>
      tf.div(
        all.reduce((a, b) => tf.add(a, b)),
        all.length,
      ),
    (all) => all.reduce((a, b) => a + b, 0) / all.length,
  ),
];
