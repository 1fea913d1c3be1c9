import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { operator } from '../../../network/operation.ts';
import { axisOf } from './folding.ts';
import { numbersAt, placesAlong } from './gathering.ts';
import { OnnxNode } from './node.ts';
import { define, NEWEST_SET, type OnnxOperator } from './operator.ts';
import { alongAxis } from './softmax.ts';

type Operands = readonly (Tensor | null)[];

/** The place of the first or last of the extremes along an axis. */
function placeOf(f: (x: Tensor, axis: number) => Tensor): OnnxOperator['apply'] {
  return ([x], node) => {
    const axis = axisOf(node, node.int('axis', 0), x!.rank);
    const last = node.int('select_last_index', 0) !== 0;
    const places = last
      ? tf.sub(tf.scalar(x!.shape[axis] - 1, 'int32'), f(tf.reverse(x!, axis), axis))
      : f(x!, axis);
    const whole = tf.cast(places, 'int32');
    return node.int('keepdims', 1) !== 0 ? tf.expandDims(whole, axis) : whole;
  };
}

/** Which numbers along the last axis are the largest: a choice, through which no gradient passes. */
const chosen = (x: Tensor, k: number): Tensor =>
  tf.customGrad((given) => {
    const values = given as Tensor;
    return { value: tf.topk(values, k, true).indices, gradFunc: () => tf.zerosLike(values) };
  })(x);

function largest(countOf: (node: OnnxNode) => number): OnnxOperator['apply'] {
  return ([x], node) => {
    const axis = axisOf(node, node.int('axis', -1), x!.rank);
    const k = countOf(node);
    if (!(k >= 1 && k <= x!.shape[axis])) node.refuse(`between 1 and ${x!.shape[axis]} numbers`, `${k}`);
    const indices = alongAxis(node.int('largest', 1) !== 0 ? x! : tf.neg(x!), axis, (last) =>
      chosen(last, k),
    );
    const places = placesAlong(x!.shape, indices, axis, new OnnxNode(node.parts, []));
    return [numbersAt(x!, places), indices];
  };
}

function oneHot([indices, , values]: Operands, node: OnnxNode): Tensor {
  const depth = node.numbers(1)?.[0] ?? node.refuse('a depth', 'none');
  const axis = axisOf(node, node.int('axis', -1), indices!.rank + 1);
  const whole = tf.cast(indices!, 'int32');
  const front = tf.add(whole, tf.mul(tf.cast(tf.less(whole, 0), 'int32'), tf.scalar(depth, 'int32')));
  const hot = tf.oneHot(front, depth);
  const order = [...Array(indices!.rank).keys()];
  order.splice(axis, 0, indices!.rank);
  const moved = tf.transpose(tf.cast(hot, 'float32'), order);
  const [off, on] = tf.unstack(tf.cast(values!, 'float32'));
  const result = tf.add(tf.mul(moved, tf.sub(on, off)), off);
  return values!.dtype === 'float32' ? result : tf.cast(result, values!.dtype);
}

const OPAQUE = operator('opaque');

export const selections: readonly OnnxOperator[] = [
  define('ArgMax', OPAQUE, placeOf(tf.argMax)),
  define('ArgMin', OPAQUE, placeOf(tf.argMin)),
  define(
    'TopK',
    operator('other'),
    largest((node) => node.int('k')),
    { sets: [1, 9] },
  ),
  define(
    'TopK',
    operator('other'),
    largest((node) => node.numbers(1)?.[0] ?? node.refuse('a number k', 'none')),
    { sets: [10, NEWEST_SET], constants: [1] },
  ),
  define('OneHot', OPAQUE, oneHot, { sets: [9, NEWEST_SET], constants: [1] }),
];
