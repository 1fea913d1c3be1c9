import type { DType } from '../engine.ts';
import type { Lowering } from '../lower/lowering.ts';
import type { Value } from '../record/graph.ts';

/** What a kernel returns, before there is a value for it. */
export interface Signature {
  readonly shape: readonly number[];
  readonly dtype: DType;
}

export interface KernelCall<Inputs extends object, Attrs extends object> {
  readonly kernel: string;
  readonly inputs: Inputs;
  readonly attrs: Attrs;
  readonly outputs: readonly Value[];
}

/** All that the engine knows of a tfjs kernel. */
export interface KernelRule<Inputs extends object = object, Attrs extends object = object> {
  /** Shapes and dtypes of the results; a list where tfjs expects a list. */
  shape(inputs: Inputs, attrs: Attrs): Signature | Signature[];
  /** Adds the kernel's operators and sets what its outputs are. */
  lower(ctx: Lowering, call: KernelCall<Inputs, Attrs>): void;
  /**
   * Present where the kernel does the same to axes in any order: its attributes for operands whose axis i is the axis
   * order[i] of what they were, as is then the result's. Axes that it drops are kept, of length 1. Null where the attributes
   * do not allow it.
   */
  reordered?(attrs: Attrs, order: readonly number[]): Attrs | null;
}

/** Of kernels that know nothing of axes. */
export const elementwise = <Attrs extends object>(attrs: Attrs): Attrs => attrs;

/** Where an axis (negative: from the end) lies among reordered ones. */
export const axisAmong = (axis: number, order: readonly number[]): number =>
  order.indexOf(axis < 0 ? axis + order.length : axis);

export type KernelTable = Readonly<Record<string, KernelRule>>;

export type Named<Names extends string> = Readonly<Record<Names, Value>>;
/** Inputs without names, such as the parts of a concatenation. */
export type Listed = Readonly<Record<string, Value>>;

/** The dtype of arithmetic on two operands. */
export function upcast(a: DType, b: DType): DType {
  if (a === 'float32' || b === 'float32') return 'float32';
  return a === 'int32' || b === 'int32' ? 'int32' : 'bool';
}
