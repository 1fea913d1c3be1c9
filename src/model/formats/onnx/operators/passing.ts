import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { operator } from '../../../network/operation.ts';
import { whenKnown } from './folding.ts';
import type { OnnxNode } from './node.ts';
import { define, NEWEST_SET, type OnnxOperator } from './operator.ts';
import { type ElementType, isFloat, type Plain, plain, tensorType } from './plain.ts';

/** Element types by their numbers in files (TensorProto.DataType of onnx.proto). */
const TYPES: ReadonlyMap<number, ElementType> = new Map([
  [1, 'float32'],
  [2, 'uint8'],
  [3, 'int8'],
  [4, 'uint16'],
  [5, 'int16'],
  [6, 'int32'],
  [7, 'int64'],
  [9, 'bool'],
  [10, 'float16'],
  [11, 'float64'],
  [12, 'uint32'],
  [13, 'uint64'],
  [16, 'bfloat16'],
]);

/** The element type that an attribute names by its number. */
export function elementType(node: OnnxNode, attribute: string, otherwise?: number): ElementType {
  const code = node.int(attribute, otherwise);
  return TYPES.get(code) ?? node.refuse('numbers or truth values', `element type ${code}`);
}

/** Whole numbers of a float: a step, through which no gradient passes. */
const truncated = tf.customGrad((x) => {
  const given = x as Tensor;
  return { value: tf.cast(given, 'int32'), gradFunc: () => tf.zerosLike(given) };
});

export function castTo(x: Tensor, type: ElementType): Tensor {
  const dtype = tensorType(type);
  if (x.dtype === dtype) return x;
  if (dtype === 'bool') return tf.notEqual(x, tf.scalar(0, x.dtype === 'bool' ? 'int32' : x.dtype));
  return dtype === 'int32' && x.dtype === 'float32' ? truncated(x) : tf.cast(x, dtype);
}

function castNumbers({ shape, values }: Plain, type: ElementType): Plain {
  const one = (value: number) => {
    if (type === 'bool') return value === 0 ? 0 : 1;
    if (isFloat(type)) return type === 'float32' ? Math.fround(value) : value;
    return Math.trunc(value);
  };
  return plain(type, shape, Float64Array.from(values, one));
}

/** The operand itself, and where the file asks for it a mask that lets everything pass. */
function dropout([x]: readonly (Tensor | null)[], node: OnnxNode): Tensor | Tensor[] {
  if (node.known(2)?.values[0]) node.refuse('inference', 'training_mode');
  return node.outputs > 1 ? [x!, tf.onesLike(tf.cast(x!, 'bool'))] : x!;
}

const COPIES = operator('moves', { movement: 'copies', silent: true });
const CASTS = operator('moves', { movement: 'casts', silent: true });

export const passing: readonly OnnxOperator[] = [
  define('Identity', COPIES, ([x]) => x!, { fold: whenKnown(([x]) => x!) }),
  define('Dropout', COPIES, dropout, { limits: 'inference' }),
  define('Cast', CASTS, ([x], node) => castTo(x!, elementType(node, 'to')), {
    fold: whenKnown(([x], node) => castNumbers(x!, elementType(node, 'to'))),
  }),
  define(
    'CastLike',
    CASTS,
    ([x, like]) => castTo(x!, like!.dtype === 'int32' || like!.dtype === 'bool' ? like!.dtype : 'float32'),
    { sets: [15, NEWEST_SET], fold: whenKnown(([x, like]) => castNumbers(x!, like!.type)) },
  ),
];
