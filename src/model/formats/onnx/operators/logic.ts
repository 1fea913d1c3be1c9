import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { operator } from '../../../network/operation.ts';
import { broadcast, broadcastShape, cellwise, sizeOf, whenKnown } from './folding.ts';
import { define, NEWEST_SET, type OnnxOperator } from './operator.ts';
import { plain } from './plain.ts';

const OPAQUE = operator('opaque');

type Comparison = readonly [
  name: string,
  f: (a: Tensor, b: Tensor) => Tensor,
  holds: (a: number, b: number) => boolean,
];

const COMPARISONS: readonly Comparison[] = [
  ['Equal', tf.equal, (a, b) => a === b],
  ['Greater', tf.greater, (a, b) => a > b],
  ['GreaterOrEqual', tf.greaterEqual, (a, b) => a >= b],
  ['Less', tf.less, (a, b) => a < b],
  ['LessOrEqual', tf.lessEqual, (a, b) => a <= b],
];

const CONNECTIVES: readonly Comparison[] = [
  ['And', tf.logicalAnd, (a, b) => a !== 0 && b !== 0],
  ['Or', tf.logicalOr, (a, b) => a !== 0 || b !== 0],
  ['Xor', (a, b) => tf.notEqual(tf.cast(a, 'int32'), tf.cast(b, 'int32')), (a, b) => (a !== 0) !== (b !== 0)],
];

function infinite(x: Tensor, positive: boolean, negative: boolean): Tensor {
  const [above, below] = [tf.greater(x, 3.4028234e38), tf.less(x, -3.4028234e38)];
  if (positive && negative) return tf.logicalOr(above, below);
  return positive ? above : below;
}

/** Numbers of one operand or the other, as a third says. */
const where = whenKnown(([condition, a, b], node) => {
  const shape = broadcastShape(node, condition!.shape, a!.shape, b!.shape);
  const [c, x, y] = [condition!, a!, b!].map((part) => broadcast(part, shape));
  if (!c || !x || !y) return null;
  return plain(
    a!.type,
    shape,
    Float64Array.from({ length: sizeOf(shape) }, (_, i) => (c.values[i] ? x.values[i] : y.values[i])),
  );
});

export const logic: readonly OnnxOperator[] = [
  ...[...COMPARISONS, ...CONNECTIVES].map(([name, f, holds]) =>
    define(name, OPAQUE, ([a, b]) => f(a!, b!), {
      sets: [7, NEWEST_SET],
      fold: cellwise(([a, b]) => Number(holds(a, b)), 'bool'),
    }),
  ),
  define('Not', OPAQUE, ([x]) => tf.logicalNot(x!), { fold: cellwise(([x]) => Number(x === 0), 'bool') }),
  define('IsNaN', OPAQUE, ([x]) => tf.isNaN(x!), {
    fold: cellwise(([x]) => Number(Number.isNaN(x)), 'bool'),
  }),
  define('IsInf', OPAQUE, ([x], node) =>
    infinite(x!, node.int('detect_positive', 1) !== 0, node.int('detect_negative', 1) !== 0),
  ),
  define('Where', operator('other'), ([condition, a, b]) => tf.where(condition!, a!, b!), { fold: where }),
];
