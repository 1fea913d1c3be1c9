import type { OnnxNode } from './node.ts';
import type { Fold } from './operator.ts';
import { type ElementType, isFloat, type Known, type Plain, plain } from './plain.ts';

/** Arrays beyond so many numbers are left to tensors, whose sizes are guarded. */
const MOST = 2 ** 22;

type Operands = readonly (Plain | undefined)[];

const isKnown = (operand: Known | null): operand is Plain | null =>
  operand === null || operand.values !== null;

/** A fold of operands that are all known. */
export function whenKnown(
  fold: (operands: Operands, node: OnnxNode) => Plain | readonly Plain[] | null,
): Fold {
  return (inputs, node) => {
    if (!inputs.every(isKnown)) return null;
    const results = fold(
      (inputs as readonly (Plain | null)[]).map((operand) => operand ?? undefined),
      node,
    );
    if (results === null) return null;
    return Array.isArray(results) ? (results as Plain[]) : [results as Plain];
  };
}

export const sizeOf = (shape: readonly number[]): number => shape.reduce((size, extent) => size * extent, 1);

/** How far apart neighbours along each axis lie in memory. */
export function stridesOf(shape: readonly number[]): number[] {
  const strides = Array<number>(shape.length).fill(1);
  for (let axis = shape.length - 2; axis >= 0; axis--) strides[axis] = strides[axis + 1] * shape[axis + 1];
  return strides;
}

/** For every cell of a shape, in order, what a function of its place gives. */
export function eachCell(shape: readonly number[], of: (at: readonly number[]) => number): Float64Array {
  const size = sizeOf(shape);
  const values = new Float64Array(size);
  const at = Array<number>(shape.length).fill(0);
  for (let cell = 0; cell < size; cell++) {
    values[cell] = of(at);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      if (++at[axis] < shape[axis]) break;
      at[axis] = 0;
    }
  }
  return values;
}

/** The array of a shape whose cells are taken from places of another; null where it would be too large. */
export function rearranged(
  x: Plain,
  shape: readonly number[],
  from: (at: readonly number[]) => readonly number[],
): Plain | null {
  if (sizeOf(shape) > MOST) return null;
  const strides = stridesOf(x.shape);
  const values = eachCell(shape, (at) => {
    const place = from(at);
    let cell = 0;
    for (let axis = 0; axis < strides.length; axis++) cell += place[axis] * strides[axis];
    return x.values[cell];
  });
  return plain(x.type, shape, values);
}

/** The same numbers in another shape. */
export const reshaped = (x: Plain, shape: readonly number[]): Plain => ({ ...x, shape });

/** The shape that shapes are repeated to. Throws where they do not fit. */
export function broadcastShape(node: OnnxNode, ...shapes: readonly (readonly number[])[]): number[] {
  const rank = Math.max(...shapes.map((shape) => shape.length));
  return Array.from({ length: rank }, (_, i) => {
    const extents = shapes
      .map((shape) => shape[shape.length - rank + i] ?? 1)
      .filter((extent) => extent !== 1);
    if (new Set(extents).size > 1)
      node.refuse('operands whose shapes fit together', shapes.map((shape) => `[${shape}]`).join(' and '));
    return extents[0] ?? 1;
  });
}

/** An array repeated to a shape. */
export function broadcast(x: Plain, shape: readonly number[]): Plain | null {
  const lead = shape.length - x.shape.length;
  return rearranged(x, shape, (at) => x.shape.map((extent, axis) => (extent === 1 ? 0 : at[lead + axis])));
}

/** A fold that computes cell by cell; whole numbers stay whole numbers unless another type is given. */
export function cellwise(
  f: (numbers: readonly number[], node: OnnxNode, type: ElementType) => number,
  type?: ElementType,
): Fold {
  return whenKnown((operands, node) => {
    const given = operands.filter((operand) => operand !== undefined);
    const shape = broadcastShape(node, ...given.map((operand) => operand.shape));
    const parts = given.map((operand) => broadcast(operand, shape));
    if (!parts.every((part) => part !== null)) return null;
    const made = type ?? given[0].type;
    const whole = !isFloat(given[0].type) && type === undefined;
    const values = Float64Array.from({ length: sizeOf(shape) }, (_, cell) => {
      const value = f(
        parts.map((part) => part.values[cell]),
        node,
        given[0].type,
      );
      if (whole) return Math.trunc(value);
      return made === 'float32' ? Math.fround(value) : value;
    });
    return plain(made, shape, values);
  });
}

/** An axis counted from the front; refused where there is no such axis. */
export function axisOf(node: OnnxNode, axis: number, rank: number): number {
  const from = axis < 0 ? axis + rank : axis;
  if (!Number.isInteger(from) || from < 0 || from >= rank)
    node.refuse(`an axis between ${-rank} and ${rank - 1}`, String(axis));
  return from;
}
