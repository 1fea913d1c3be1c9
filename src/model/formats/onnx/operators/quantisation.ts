import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { operator } from '../../../network/operation.ts';
import { axisOf } from './folding.ts';
import type { OnnxNode } from './node.ts';
import { define, NEWEST_SET, type OnnxOperator } from './operator.ts';

type Operands = readonly (Tensor | null)[];

/** Rounded, as if it were not on the way back. */
const rounded = tf.customGrad((x) => ({
  value: tf.round(x as Tensor),
  gradFunc: (dy: Tensor) => dy,
}));

const RANGES: Readonly<Record<string, readonly [number, number]>> = {
  int8: [-128, 127],
  uint8: [0, 255],
  int16: [-32768, 32767],
  uint16: [0, 65535],
};

/** A scale or zero point beside x: one number, or one for each entry of an axis. */
function beside(x: Tensor, numbers: Tensor, node: OnnxNode): Tensor {
  if (numbers.size === 1) return tf.reshape(tf.cast(numbers, 'float32'), []);
  if (node.int('block_size', 0) !== 0)
    node.refuse('scales for the whole or for an axis', 'scales for blocks');
  const axis = axisOf(node, node.int('axis', 1), x.rank);
  if (numbers.rank !== 1 || numbers.size !== x.shape[axis])
    node.refuse(`${x.shape[axis]} scales`, `an operand of shape [${numbers.shape}]`);
  return tf.reshape(tf.cast(numbers, 'float32'), [numbers.size, ...Array<number>(x.rank - axis - 1).fill(1)]);
}

/** Steps of a scale, kept in the range of the type: rounding lets the gradient pass, the ends of the range do not. */
function quantised([x, scale, zero]: Operands, node: OnnxNode): Tensor {
  const type = node.known(2)?.type ?? 'uint8';
  const [low, high] = Object.hasOwn(RANGES, type)
    ? RANGES[type]
    : node.refuse(Object.keys(RANGES).join(', '), type);
  const steps = rounded(tf.div(tf.cast(x!, 'float32'), beside(x!, scale!, node)));
  const moved = zero ? tf.add(steps, beside(x!, zero, node)) : steps;
  return tf.clipByValue(moved, low, high);
}

function restored([x, scale, zero]: Operands, node: OnnxNode): Tensor {
  const steps = tf.cast(x!, 'float32');
  const centred = zero ? tf.sub(steps, beside(x!, zero, node)) : steps;
  return tf.mul(centred, beside(x!, scale!, node));
}

export const STRAIGHT_THROUGH =
  'Rounding to whole steps has no gradient of use: it is passed straight through, except where the range of the type ends.';

const TRAITS = operator('moves', { movement: 'casts', held: true });

export const quantisations: readonly OnnxOperator[] = [
  define('QuantizeLinear', TRAITS, quantised, {
    sets: [10, NEWEST_SET],
    constants: [2],
    limits: 'to 8 or 16 bits, scales for the whole or for an axis',
    notice: STRAIGHT_THROUGH,
  }),
  define('DequantizeLinear', TRAITS, restored, {
    sets: [10, NEWEST_SET],
    roles: ['kernel'],
    limits: 'scales for the whole or for an axis',
  }),
];
