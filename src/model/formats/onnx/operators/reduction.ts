import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { operator } from '../../../network/operation.ts';
import { axisOf, eachCell, stridesOf, whenKnown } from './folding.ts';
import type { OnnxNode } from './node.ts';
import { define, NEWEST_SET, type OnnxOperator } from './operator.ts';
import { isFloat, plain } from './plain.ts';

type Axes = (node: OnnxNode) => readonly number[] | undefined;

const byAttribute: Axes = (node) => node.ints('axes');
const byOperand: Axes = (node) => node.numbers(1);

/** The axes that are reduced: all where none are named, unless the node says that this means none. */
function reducedAxes(node: OnnxNode, stated: readonly number[] | undefined, rank: number): number[] {
  if (stated && stated.length > 0) return stated.map((axis) => axisOf(node, axis, rank));
  return node.int('noop_with_empty_axes', 0) !== 0 ? [] : [...Array(rank).keys()];
}

interface Reduction {
  readonly name: string;
  readonly f: (x: Tensor, axes: number[], keep: boolean) => Tensor;
  /** Of a list of numbers. */
  readonly number: (numbers: readonly number[]) => number;
  /** The first operator set in which the axes are an operand. */
  readonly since: number;
}

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);

const REDUCTIONS: readonly Reduction[] = [
  { name: 'ReduceSum', f: tf.sum, number: sum, since: 13 },
  { name: 'ReduceMean', f: tf.mean, number: (all) => sum(all) / all.length, since: 18 },
  { name: 'ReduceMax', f: tf.max, number: (all) => Math.max(...all), since: 18 },
  { name: 'ReduceMin', f: tf.min, number: (all) => Math.min(...all), since: 18 },
  { name: 'ReduceProd', f: tf.prod, number: (all) => all.reduce((a, b) => a * b, 1), since: 18 },
  {
    name: 'ReduceL1',
    f: (x, axes, keep) => tf.sum(tf.abs(x), axes, keep),
    number: (all) => sum(all.map(Math.abs)),
    since: 18,
  },
  {
    name: 'ReduceL2',
    f: (x, axes, keep) => tf.sqrt(tf.sum(tf.square(x), axes, keep)),
    number: (all) => Math.hypot(...all),
    since: 18,
  },
  {
    name: 'ReduceSumSquare',
    f: (x, axes, keep) => tf.sum(tf.square(x), axes, keep),
    number: (all) => sum(all.map((v) => v * v)),
    since: 18,
  },
  {
    name: 'ReduceLogSum',
    f: (x, axes, keep) => tf.log(tf.sum(x, axes, keep)),
    number: (all) => Math.log(sum(all)),
    since: 18,
  },
  {
    name: 'ReduceLogSumExp',
    f: (x, axes, keep) => tf.logSumExp(x, axes, keep),
    number: (all) => Math.log(sum(all.map(Math.exp))),
    since: 18,
  },
];

function meanings({ name, f, number, since }: Reduction): OnnxOperator[] {
  const meaning = (axesOf: Axes, sets: readonly [number, number], constants: readonly number[]) =>
    define(
      name,
      operator('other', { held: false }),
      ([x], node) => {
        const axes = reducedAxes(node, axesOf(node), x!.rank);
        // tfjs takes no axes for all of them.
        if (axes.length === 0)
          return x!.rank === 0 ? f(tf.reshape(x!, [1]), [0], false) : untouched(x!, node, f);
        return f(x!, axes, node.int('keepdims', 1) !== 0);
      },
      {
        sets,
        constants,
        fold: whenKnown(([x], node) => {
          const axes = reducedAxes(node, axesOf(node), x!.shape.length);
          const kept = x!.shape.map((extent, axis) => (axes.includes(axis) ? 1 : extent));
          const strides = stridesOf(kept);
          const lists = new Map<number, number[]>();
          const cells = eachCell(x!.shape, (at) =>
            at.reduce((cell, i, axis) => cell + (axes.includes(axis) ? 0 : i * strides[axis]), 0),
          );
          for (const [i, cell] of cells.entries()) {
            const list = lists.get(cell) ?? [];
            list.push(x!.values[i]);
            lists.set(cell, list);
          }
          const whole = !isFloat(x!.type);
          const results = eachCell(kept, () => 0).map((_, cell) => {
            const value = number(lists.get(cell) ?? []);
            return whole ? Math.trunc(value) : value;
          });
          const shape =
            node.int('keepdims', 1) !== 0 ? kept : x!.shape.filter((_, axis) => !axes.includes(axis));
          return plain(x!.type, shape, results);
        }),
      },
    );
  return [meaning(byAttribute, [1, since - 1], []), meaning(byOperand, [since, NEWEST_SET], [1])];
}

/** Over no axis: every number is reduced by itself. */
function untouched(x: Tensor, node: OnnxNode, f: Reduction['f']): Tensor {
  return node.int('noop_with_empty_axes', 0) !== 0
    ? tf.reshape(f(tf.expandDims(x, -1), [x.rank], false), x.shape)
    : x;
}

export const reductions: readonly OnnxOperator[] = REDUCTIONS.flatMap(meanings);
