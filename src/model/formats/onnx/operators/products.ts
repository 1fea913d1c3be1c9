import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { operator } from '../../../network/operation.ts';
import { broadcastShape } from './folding.ts';
import type { OnnxNode } from './node.ts';
import { define, type OnnxOperator } from './operator.ts';

/** A product of matrices by the rules of numpy. */
export function matrixProduct(a: Tensor, b: Tensor, node: OnnxNode): Tensor {
  if (a.rank === 1) return dropped(matrixProduct(tf.expandDims(a, 0), b, node), -2);
  if (b.rank === 1) return dropped(matrixProduct(a, tf.expandDims(b, 1), node), -1);
  const [inner, rows] = [a.shape.at(-1)!, b.shape.at(-2)!];
  if (inner !== rows) node.refuse('matrices that fit together', `[${a.shape}] and [${b.shape}]`);
  if (b.rank === 2) {
    // One product of two matrices, however many axes there are: with weights that is the way back, too.
    if (a.rank === 2) return tf.matMul(a, b);
    const columns = b.shape.at(-1)!;
    const whole = a.shape.slice(0, -1).reduce((size, extent) => size * extent, 1);
    return tf.reshape(tf.matMul(tf.reshape(a, [whole, inner]), b), [...a.shape.slice(0, -1), columns]);
  }
  const batch = broadcastShape(node, a.shape.slice(0, -2), b.shape.slice(0, -2));
  const repeated = (x: Tensor) => {
    const shape = [...batch, ...x.shape.slice(-2)];
    return `${shape}` === `${x.shape}` ? x : tf.broadcastTo(x, shape);
  };
  return tf.matMul(repeated(a), repeated(b));
}

function dropped(x: Tensor, axis: -1 | -2): Tensor {
  return tf.reshape(x, x.shape.toSpliced(x.rank + axis, 1));
}

/** alpha * a * b + beta * c. */
function general([a, b, c]: readonly (Tensor | null)[], node: OnnxNode): Tensor {
  const [alpha, beta] = [node.float('alpha', 1), node.float('beta', 1)];
  const product = tf.matMul(a!, b!, node.int('transA', 0) !== 0, node.int('transB', 0) !== 0);
  const wide = alpha === 1 ? product : tf.mul(product, alpha);
  if (!c || beta === 0) return wide;
  return tf.add(wide, beta === 1 ? c : tf.mul(c, beta));
}

const PRODUCT = operator('product');

export const products: readonly OnnxOperator[] = [
  define('MatMul', PRODUCT, ([a, b], node) => matrixProduct(a!, b!, node), {
    roles: ['kernel', 'kernel'],
    lastAxis: true,
  }),
  define('Gemm', PRODUCT, general, {
    roles: ['kernel', 'kernel', 'bias'],
    lastAxis: (node) => node.int('transB', 0) === 0,
  }),
];
