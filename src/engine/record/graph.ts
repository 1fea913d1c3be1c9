import type { DType } from '../engine.ts';

/** The values of a constant; a single one where all are equal, as `tf.ones` and `tf.fill` write whole arrays. */
export type ConstantData = Float32Array | Int32Array | Uint8Array;

/** Where a value of the graph comes from. */
export type Source =
  | { readonly kind: 'input' | 'weight'; readonly name: string }
  | { readonly kind: 'constant'; readonly data: ConstantData }
  | { readonly kind: 'kernel'; readonly name: string };

/** One tensor of a recorded graph. It has a shape and an origin, but no numbers. Compared by identity. */
export interface Value {
  readonly shape: readonly number[];
  readonly dtype: DType;
  readonly source: Source;
}

/** One recorded kernel call. Inputs have the names that tfjs gives them; lists are named by position. */
export interface GraphNode {
  readonly kernel: string;
  readonly inputs: Readonly<Record<string, Value>>;
  readonly attrs: object;
  readonly outputs: readonly Value[];
}

/** A recorded function: kernel calls in an order in which they can be run. */
export interface Graph {
  readonly inputs: ReadonlyMap<string, Value>;
  readonly weights: ReadonlyMap<string, Value>;
  readonly nodes: readonly GraphNode[];
  readonly outputs: ReadonlyMap<string, Value>;
}

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, d) => product * d, 1);
}

export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((d, i) => d === b[i]);
}

/** The number that every element of a constant equals, or undefined. */
export function uniformValue(value: Value): number | undefined {
  return value.source.kind === 'constant' && value.source.data.length === 1
    ? value.source.data[0]
    : undefined;
}
