import type { DType } from '../engine.ts';
import type { ConstantData, Value } from './graph.ts';

/** The typed array that holds values of a dtype. */
export const ARRAY = { float32: Float32Array, int32: Int32Array, bool: Uint8Array } as const;

/** Throws for dtypes that no network computes with: `string` and `complex64`. */
export function asDType(dtype: string): DType {
  if (dtype in ARRAY) return dtype as DType;
  throw new Error(`tensors of dtype ${dtype} cannot be recorded`);
}

/** A constant with a copy of the values: backends return array classes other than the dtype says, and reuse them. */
export function constant(values: ArrayLike<unknown>, shape: readonly number[], dtype: DType): Value {
  const first = Number(values[0]);
  let uniform = values.length > 0;
  for (let i = 1; uniform && i < values.length; i++) uniform = Number(values[i]) === first;
  const data: ConstantData = uniform
    ? ARRAY[dtype].of(first)
    : ARRAY[dtype].from(values as ArrayLike<number>);
  return { shape: [...shape], dtype, source: { kind: 'constant', data } };
}
