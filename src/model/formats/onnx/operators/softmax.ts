import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { operator } from '../../../network/operation.ts';
import { axisOf } from './folding.ts';
import type { OnnxNode } from './node.ts';
import { define, NEWEST_SET, type OnnxOperator } from './operator.ts';

type AlongLast = (x: Tensor) => Tensor;

const TRAITS = operator('other', { channelwise: true });

/** Along one axis, whichever it is. */
export function alongAxis(x: Tensor, axis: number, f: AlongLast): Tensor {
  const last = x.rank - 1;
  if (axis === last) return f(x);
  const order = Array.from({ length: x.rank }, (_, i) => (i === axis ? last : i === last ? axis : i));
  return tf.transpose(f(tf.transpose(x, order)), order);
}

/** Over all axes from one on, as it was before operator set 13. */
function overRest(x: Tensor, node: OnnxNode, f: AlongLast): Tensor {
  const stated = node.int('axis', 1);
  const axis = stated === x.rank ? x.rank : axisOf(node, stated, x.rank);
  if (axis === x.rank - 1) return f(x);
  const width = x.shape.slice(axis).reduce((size, extent) => size * extent, 1);
  const height = x.shape.slice(0, axis).reduce((size, extent) => size * extent, 1);
  return tf.reshape(f(tf.reshape(x, [height, width])), x.shape);
}

function meanings(name: string, f: AlongLast, different: Partial<OnnxOperator>): OnnxOperator[] {
  return [
    { ...define(name, TRAITS, ([x], node) => overRest(x!, node, f), { sets: [1, 12] }), ...different },
    {
      ...define(name, TRAITS, ([x], node) => alongAxis(x!, axisOf(node, node.int('axis', -1), x!.rank), f), {
        sets: [13, NEWEST_SET],
      }),
      ...different,
    },
  ];
}

const hardmax: AlongLast = (x) =>
  tf.oneHot(tf.cast(tf.argMax(x, -1), 'int32'), x.shape.at(-1)!, 1, 0, 'float32');

export const softmaxes: readonly OnnxOperator[] = [
  ...meanings('Softmax', (x) => tf.softmax(x), { ending: 'softmax' }),
  ...meanings('LogSoftmax', (x) => tf.logSoftmax(x), { ending: 'log-softmax' }),
  ...meanings('Hardmax', hardmax, { traits: operator('opaque') }),
];
