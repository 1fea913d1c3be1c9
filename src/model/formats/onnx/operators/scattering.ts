import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { operator } from '../../../network/operation.ts';
import { axisOf, eachCell, sizeOf, stridesOf, whenKnown } from './folding.ts';
import type { OnnxNode } from './node.ts';
import { define, NEWEST_SET, type OnnxOperator } from './operator.ts';
import { type Plain, plain } from './plain.ts';

type Operands = readonly (Tensor | null)[];

/** For every update the row of the data that it goes to; rows are what one update replaces. */
interface Targets {
  readonly rows: readonly number[];
  /** Numbers in a row. */
  readonly width: number;
}

const REDUCTIONS = ['none', 'add', 'mul', 'min', 'max'] as const;

function inRange(place: number, length: number, node: OnnxNode): number {
  const from = place < 0 ? place + length : place;
  return from >= 0 && from < length
    ? from
    : node.refuse(`indices between ${-length} and ${length - 1}`, `${place}`);
}

function byRows(shape: readonly number[], indices: Plain, node: OnnxNode): Targets {
  const depth = indices.shape.at(-1)!;
  const strides = stridesOf(shape.slice(0, depth));
  const count = sizeOf(indices.shape.slice(0, -1));
  const rows = Array.from({ length: count }, (_, i) =>
    strides.reduce(
      (row, stride, axis) => row + stride * inRange(indices.values[i * depth + axis], shape[axis], node),
      0,
    ),
  );
  return { rows, width: sizeOf(shape.slice(depth)) };
}

function byElements(shape: readonly number[], indices: Plain, node: OnnxNode): Targets {
  const axis = axisOf(node, node.int('axis', 0), shape.length);
  const [strides, own] = [stridesOf(shape), stridesOf(indices.shape)];
  const rows = eachCell(indices.shape, (at) => {
    const index = indices.values[at.reduce((cell, i, a) => cell + i * own[a], 0)];
    return at.reduce(
      (row, i, a) => row + strides[a] * (a === axis ? inRange(index, shape[axis], node) : i),
      0,
    );
  });
  return { rows: Array.from(rows), width: 1 };
}

/** Rows of the data and of the updates one below the other, from which each row of the result is taken: the last update wins. */
function replacing(count: number, { rows }: Targets): number[] {
  const source = Array.from({ length: count }, (_, i) => i);
  for (const [i, row] of rows.entries()) source[row] = count + i;
  return source;
}

function scattered([data, , updates]: Operands, targets: Targets, node: OnnxNode): Tensor {
  const { rows, width } = targets;
  const count = width === 0 ? 0 : data!.size / width;
  if (rows.length === 0 || count === 0) return data!;
  const [below, above] = [tf.reshape(data!, [count, width]), tf.reshape(updates!, [rows.length, width])];
  const reduction = node.text('reduction', REDUCTIONS, 'none');
  const taken = (x: Tensor, from: readonly number[]) =>
    tf.gather(x, tf.tensor1d(Int32Array.from(from), 'int32'));
  if (reduction === 'none')
    return tf.reshape(taken(tf.concat([below, above], 0), replacing(count, targets)), data!.shape);
  if (reduction === 'add') {
    const sums = tf.unsortedSegmentSum(above, tf.tensor1d(Int32Array.from(rows), 'int32'), count);
    return tf.reshape(tf.add(below, sums), data!.shape);
  }
  return reduced(below, above, targets, reduction, node, data!.shape);
}

/** Products and extremes of rows that one update at most goes to. */
function reduced(
  below: Tensor,
  above: Tensor,
  { rows, width }: Targets,
  reduction: 'mul' | 'min' | 'max',
  node: OnnxNode,
  shape: number[],
): Tensor {
  if (new Set(rows).size < rows.length) node.refuse('indices that differ', 'some that are equal');
  const count = below.shape[0];
  const neutral = { mul: 1, min: 3.4e38, max: -3.4e38 }[reduction];
  const source = Array<number>(count).fill(rows.length);
  for (const [i, row] of rows.entries()) source[row] = i;
  const wide = tf.concat([above, tf.fill([1, width], neutral)], 0);
  const beside = tf.gather(wide, tf.tensor1d(Int32Array.from(source), 'int32'));
  const f = { mul: tf.mul, min: tf.minimum, max: tf.maximum }[reduction];
  return tf.reshape(f(below, beside), shape);
}

type TargetsOf = (shape: readonly number[], indices: Plain, node: OnnxNode) => Targets;

function scatter(name: string, targetsOf: TargetsOf, sets: readonly [number, number]): OnnxOperator {
  return define(
    name,
    operator('other'),
    (operands, node) => scattered(operands, targetsOf(operands[0]!.shape, node.constant(1)!, node), node),
    {
      sets,
      constants: [1],
      limits: 'with `mul`, `min` and `max` no place twice',
      fold: whenKnown(([data, indices, updates], node) => {
        if (node.text('reduction', REDUCTIONS, 'none') !== 'none') return null;
        const { rows, width } = targetsOf(data!.shape, indices!, node);
        const values = Float64Array.from(data!.values);
        for (const [i, row] of rows.entries())
          for (let j = 0; j < width; j++) values[row * width + j] = updates!.values[i * width + j];
        return plain(data!.type, data!.shape, values);
      }),
    },
  );
}

export const scatterings: readonly OnnxOperator[] = [
  scatter('Scatter', byElements, [9, 10]),
  scatter('ScatterElements', byElements, [11, NEWEST_SET]),
  scatter('ScatterND', byRows, [11, NEWEST_SET]),
];
