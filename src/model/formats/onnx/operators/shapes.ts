import * as tf from '@tensorflow/tfjs-core';
import { operator } from '../../../network/operation.ts';
import { eachCell, sizeOf, whenKnown } from './folding.ts';
import type { OnnxNode } from './node.ts';
import { define, type Fold, NEWEST_SET, type OnnxOperator } from './operator.ts';
import { elementType } from './passing.ts';
import { type Plain, plain, toTensor } from './plain.ts';

const OPAQUE = operator('opaque');
const integers = (list: readonly number[]) => [plain('int64', [list.length], list)];

/** What follows from attributes and shapes alone is never computed. */
function folded(name: string, fold: Fold, different: Partial<OnnxOperator> = {}): OnnxOperator {
  return {
    ...define(
      name,
      OPAQUE,
      (_, node) => node.refuse('operands that are known', 'some that the input decides'),
      {
        fold,
      },
    ),
    ...different,
  };
}

const shape: Fold = ([x], node) => {
  const rank = x!.shape.length;
  return integers(x!.shape.slice(node.int('start', 0), node.int('end', rank)));
};

/** The array in a node: as a tensor, as numbers. */
function constant(node: OnnxNode): Plain {
  const tensor = node.tensor('value');
  if (tensor) return tensor;
  const [ints, floats] = [node.ints('value_ints'), node.floats('value_floats')];
  if (ints) return plain('int64', [ints.length], ints);
  if (floats) return plain('float32', [floats.length], floats);
  if (node.has('value_int')) return plain('int64', [], [node.int('value_int')]);
  if (node.has('value_float')) return plain('float32', [], [node.float('value_float')]);
  return node.refuse('a tensor or numbers', 'a constant of another kind');
}

/** Beyond so many numbers an array is filled where it is used. */
const MOST = 2 ** 22;

function filling(node: OnnxNode): { extents: number[]; value: Plain } {
  const extents = node.numbers(0) ?? node.refuse('a shape', 'none');
  if (extents.some((extent) => extent < 0)) node.refuse('extents of at least 0', `[${extents}]`);
  const value = node.tensor('value') ?? plain('float32', [1], [0]);
  return { extents, value };
}

const filled: Fold = ([x], node) => {
  if (!x?.values) return null;
  const { extents, value } = filling(node);
  const size = sizeOf(extents);
  return size > MOST ? null : [plain(value.type, extents, new Float64Array(size).fill(value.values[0]))];
};

const range = whenKnown(([start, limit, delta], node) => {
  const [from, to, step] = [start!, limit!, delta!].map(({ values }) => values[0]);
  const count = Math.max(0, Math.ceil((to - from) / step));
  if (!(count <= 2 ** 26)) node.refuse('a range that can be stored', `one from ${from} to ${to} by ${step}`);
  return plain(
    start!.type,
    [count],
    Float64Array.from({ length: count }, (_, i) => from + i * step),
  );
});

/** Ones on a diagonal. */
const eye: Fold = ([x], node) => {
  if (x!.shape.length !== 2 || sizeOf(x!.shape) > MOST) node.refuse('a small matrix', `[${x!.shape}]`);
  const k = node.int('k', 0);
  const type = elementType(node, 'dtype', 1);
  return [
    plain(
      type,
      x!.shape,
      eachCell(x!.shape, ([row, column]) => Number(column - row === k)),
    ),
  ];
};

/** The places of what is not zero, [rank, count]. */
const nonZero = whenKnown(([x]) => {
  const places: number[][] = [];
  eachCell(x!.shape, (at) => {
    places.push([...at]);
    return 0;
  });
  const kept = places.filter((_, cell) => x!.values[cell] !== 0);
  const rank = x!.shape.length;
  return plain(
    'int64',
    [rank, kept.length],
    x!.shape.flatMap((_, axis) => kept.map((at) => at[axis])),
  );
});

export const shapes: readonly OnnxOperator[] = [
  folded('Shape', shape),
  folded('Size', ([x]) => [plain('int64', [], [sizeOf(x!.shape)])]),
  folded('Constant', (_, node) => [constant(node)], { traits: operator('constant') }),
  define(
    'ConstantOfShape',
    OPAQUE,
    (_, node) => {
      const { extents, value } = filling(node);
      return tf.broadcastTo(
        tf.reshape(
          toTensor(value),
          extents.map(() => 1),
        ),
        extents,
      );
    },
    { sets: [9, NEWEST_SET], constants: [0], fold: filled },
  ),
  folded('Range', range, { sets: [11, NEWEST_SET], constants: [0, 1, 2] }),
  folded('EyeLike', eye, { sets: [9, NEWEST_SET] }),
  folded('NonZero', nonZero, { sets: [9, NEWEST_SET], constants: [0] }),
];
