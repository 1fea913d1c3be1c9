import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';

/** What an ONNX file says that a tensor's elements are. */
export type ElementType =
  | 'float32'
  | 'float64'
  | 'float16'
  | 'bfloat16'
  | 'int8'
  | 'uint8'
  | 'int16'
  | 'uint16'
  | 'int32'
  | 'uint32'
  | 'int64'
  | 'uint64'
  | 'bool';

/** Numbers of any width. Those of 64 bits lie in a Float64Array: whole numbers are exact up to 2^53, the largest mean "to the end". */
export type Numbers =
  | Float32Array
  | Float64Array
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array;

/** An array that is known while the network is traced: a shape, an index, an axis, a scale of a file. */
export interface Plain {
  readonly type: ElementType;
  readonly shape: readonly number[];
  readonly values: Numbers;
}

/** What is known of an operand: of one that depends on inputs or on trained weights only its shape and type. */
export interface Known {
  readonly type: ElementType;
  readonly shape: readonly number[];
  readonly values: Numbers | null;
}

/** What flows along the edges of a network: tensors, and arrays that are known already. */
export type Value = Tensor | Plain;

export const isPlain = (value: Value): value is Plain => 'values' in value;

const FLOATS: readonly ElementType[] = ['float32', 'float64', 'float16', 'bfloat16'];

export const isFloat = (type: ElementType): boolean => FLOATS.includes(type);

/** The type that stands for an element type in a tensor. */
export function tensorType(type: ElementType): 'float32' | 'int32' | 'bool' {
  if (isFloat(type)) return 'float32';
  return type === 'bool' ? 'bool' : 'int32';
}

const INT32_MAX = 2 ** 31 - 1;

/** A tensor of a plain array; whole numbers beyond 32 bits become the largest of these. */
export function toTensor({ type, shape, values }: Plain): Tensor {
  const dtype = tensorType(type);
  const own =
    dtype === 'float32'
      ? Float32Array.from(values)
      : Int32Array.from(values, (v) => Math.max(-INT32_MAX - 1, Math.min(INT32_MAX, v)));
  return tf.tensor(dtype === 'bool' ? Uint8Array.from(own, (v) => (v ? 1 : 0)) : own, [...shape], dtype);
}

export function known(value: Value): Known {
  if (isPlain(value)) return value;
  const { dtype, shape } = value;
  return { type: dtype === 'int32' || dtype === 'bool' ? dtype : 'float32', shape, values: null };
}

/** A plain array of an element type, its numbers held in 64-bit floats. */
export function plain(type: ElementType, shape: readonly number[], values: ArrayLike<number>): Plain {
  return { type, shape, values: Float64Array.from(values) };
}
