import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { operator } from '../../../network/operation.ts';
import { axisOf, rearranged, whenKnown } from './folding.ts';
import type { OnnxNode } from './node.ts';
import { define, NEWEST_SET, type OnnxOperator } from './operator.ts';

const MODES = ['constant', 'reflect', 'edge', 'wrap'] as const;
type Mode = (typeof MODES)[number];
type Pair = readonly [before: number, after: number];

interface Frame {
  readonly pads: readonly Pair[];
  readonly mode: Mode;
  readonly value: number;
}

function pairs(node: OnnxNode, stated: readonly number[], axes: readonly number[], rank: number): Pair[] {
  if (stated.length !== 2 * axes.length)
    node.refuse(`pads before and after ${axes.length} axes`, `${stated.length} numbers`);
  const all = Array.from({ length: rank }, (): Pair => [0, 0]);
  for (const [i, axis] of axes.entries())
    all[axisOf(node, axis, rank)] = [stated[i], stated[axes.length + i]];
  return all;
}

const cutOff = (pad: number) => Math.max(0, -pad);
const added = (pad: number) => Math.max(0, pad);

/** Pads below zero cut off. */
function cut(x: Tensor, pads: readonly Pair[]): Tensor {
  if (pads.flat().every((pad) => pad >= 0)) return x;
  const size = x.shape.map((length, axis) => length - cutOff(pads[axis][0]) - cutOff(pads[axis][1]));
  return tf.slice(
    x,
    pads.map(([before]) => cutOff(before)),
    size,
  );
}

function part(x: Tensor, axis: number, from: number, count: number): Tensor {
  return tf.slice(x, Array<number>(x.rank).fill(0).with(axis, from), x.shape.with(axis, count));
}

/** What stands before and behind along one axis where the border or the other end is repeated. */
function beside(x: Tensor, axis: number, [before, after]: Pair, mode: Mode): Tensor {
  const length = x.shape[axis];
  const times = (count: number) => Array<number>(x.rank).fill(1).with(axis, count);
  const repeated = (from: number, count: number) => tf.tile(part(x, axis, from, 1), times(count));
  const ends: [Tensor[], Tensor[]] =
    mode === 'edge'
      ? [before > 0 ? [repeated(0, before)] : [], after > 0 ? [repeated(length - 1, after)] : []]
      : [
          before > 0 ? [part(x, axis, length - before, before)] : [],
          after > 0 ? [part(x, axis, 0, after)] : [],
        ];
  return tf.concat([...ends[0], x, ...ends[1]], axis);
}

function framed(x: Tensor, { pads, mode, value }: Frame, node: OnnxNode): Tensor {
  const inner = cut(x, pads);
  const outer = pads.map(([before, after]): [number, number] => [added(before), added(after)]);
  if (outer.flat().every((pad) => pad === 0)) return inner;
  // Of an empty batch only the shape counts, and the border that is repeated would be missing.
  if (mode === 'constant' || inner.size === 0) return tf.pad(inner, outer, value);
  const most = mode === 'reflect' ? 1 : 0;
  if (mode !== 'edge' && outer.flat().some((pad, i) => pad > inner.shape[i >> 1] - most && pad > 0))
    node.refuse(`pads that [${inner.shape}] has numbers for`, `[${outer.join('; ')}]`);
  if (mode === 'reflect') return tf.mirrorPad(inner, outer, 'reflect');
  return outer.reduce(
    (made, pair, axis) => (pair[0] + pair[1] === 0 ? made : beside(made, axis, pair, mode)),
    inner,
  );
}

function pad(
  sets: readonly [number, number],
  frameOf: (rank: number, node: OnnxNode) => Frame,
  constants: number[] = [],
) {
  return define(
    'Pad',
    operator('other', { held: false }),
    ([x], node) => framed(x!, frameOf(x!.rank, node), node),
    {
      sets,
      constants,
      fold: whenKnown(([x], node) => {
        const { pads, mode, value } = frameOf(x!.shape.length, node);
        if (mode !== 'constant' || pads.flat().some((p) => p < 0)) return null;
        const shape = x!.shape.map((length, axis) => length + pads[axis][0] + pads[axis][1]);
        const inside = (at: readonly number[]) =>
          at.every((i, axis) => i >= pads[axis][0] && i < pads[axis][0] + x!.shape[axis]);
        const wide = rearranged(x!, shape, (at) =>
          inside(at) ? at.map((i, axis) => i - pads[axis][0]) : [Number.NaN],
        );
        return (
          wide && { ...wide, values: Float64Array.from(wide.values, (v) => (Number.isNaN(v) ? value : v)) }
        );
      }),
    },
  );
}

const all = (rank: number) => [...Array(rank).keys()];

export const paddings: readonly OnnxOperator[] = [
  pad([2, 10], (rank, node) => ({
    pads: pairs(node, node.ints('pads', []), all(rank), rank),
    mode: node.text('mode', MODES, 'constant'),
    value: node.float('value', 0),
  })),
  pad(
    [11, NEWEST_SET],
    (rank, node) => ({
      pads: pairs(node, node.numbers(1) ?? [], node.numbers(3) ?? all(rank), rank),
      mode: node.text('mode', MODES, 'constant'),
      value: node.numbers(2)?.[0] ?? 0,
    }),
    [1, 2, 3],
  ),
];
