import type { Operand, Type } from './one-node.ts';

const sizeOf = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);

/** Uniform numbers, the same for the same seed (Mulberry32). */
export function numbers(count: number, seed: number, low = -1, high = 1): number[] {
  let state = seed * 0x9e3779b9;
  return Array.from({ length: count }, () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.fround(low + (((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * (high - low));
  });
}

/** A float input of the network. */
export function x(shape: readonly number[], seed = 1, low = -1, high = 1): Operand {
  return { type: 'float32', shape, values: numbers(sizeOf(shape), seed, low, high), constant: false };
}

/** An input of given numbers. */
export const given = (
  shape: readonly number[],
  values: readonly number[],
  type: Type = 'float32',
): Operand => ({
  type,
  shape,
  values,
  constant: false,
});

/** A constant vector of whole numbers, as shapes and axes are. */
export const ints = (...values: number[]): Operand => ({
  type: 'int64',
  shape: [values.length],
  values,
  constant: true,
});

/** A constant of given numbers. */
export const constant = (
  shape: readonly number[],
  values: readonly number[],
  type: Type = 'float32',
): Operand => ({
  type,
  shape,
  values,
  constant: true,
});

/** One constant number. */
export const single = (value: number, type: Type = 'float32'): Operand => constant([], [value], type);
