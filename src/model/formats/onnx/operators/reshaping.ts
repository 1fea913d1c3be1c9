import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { type Movement, operator } from '../../../network/operation.ts';
import { axisOf, broadcast, broadcastShape, rearranged, reshaped, sizeOf, whenKnown } from './folding.ts';
import type { OnnxNode } from './node.ts';
import { define, NEWEST_SET, type OnnxOperator } from './operator.ts';

const moves = (movement: Movement) => operator('moves', { movement });

/** An operator that gives the same numbers another shape, of which the operands after the first are known. */
function intoShape(
  name: string,
  movement: Movement,
  shapeOf: (from: readonly number[], node: OnnxNode) => number[],
  sets: readonly [number, number] = [1, NEWEST_SET],
  constants: readonly number[] = [],
): OnnxOperator {
  const traits = operator('moves', { movement, silent: movement === 'axes' });
  return define(name, traits, ([x], node) => tf.reshape(x!, shapeOf(x!.shape, node)), {
    sets,
    constants,
    fold: whenKnown(([x], node) => reshaped(x!, shapeOf(x!.shape, node))),
  });
}

/** The shape that is stated, -1 and 0 resolved. Of an empty array -1 is as if the extents that are 0 were 1. */
export function resolved(from: readonly number[], stated: readonly number[], node: OnnxNode): number[] {
  const copies = node.int('allowzero', 0) === 0;
  const shape = stated.map((extent, axis) => (extent === 0 && copies ? (from[axis] ?? 1) : extent));
  const open = shape.indexOf(-1);
  const [size, rest] = [sizeOf(from), shape.filter((extent) => extent !== -1)];
  if (open >= 0) shape[open] = openExtent(from, rest);
  const fits = shape.every((extent) => Number.isInteger(extent) && extent >= 0) && sizeOf(shape) === size;
  return fits ? shape : node.refuse(`a shape for the ${size} numbers of [${from}]`, `[${stated}]`);
}

function openExtent(from: readonly number[], rest: readonly number[]): number {
  if (!from.includes(0)) return sizeOf(from) / sizeOf(rest);
  const some = (extents: readonly number[]) => sizeOf(extents.filter((extent) => extent !== 0));
  return rest.includes(0) ? some(from) / some(rest) : 0;
}

function flattened(from: readonly number[], node: OnnxNode): number[] {
  const stated = node.int('axis', 1);
  const axis = stated === from.length ? stated : axisOf(node, stated, from.length);
  return [sizeOf(from.slice(0, axis)), sizeOf(from.slice(axis))];
}

function squeezed(from: readonly number[], axes: readonly number[] | undefined, node: OnnxNode): number[] {
  if (!axes) return from.filter((extent) => extent !== 1);
  const gone = axes.map((axis) => axisOf(node, axis, from.length));
  if (gone.some((axis) => from[axis] !== 1)) node.refuse(`axes of extent 1 in [${from}]`, `axes [${axes}]`);
  return from.filter((_, axis) => !gone.includes(axis));
}

function unsqueezed(from: readonly number[], axes: readonly number[], node: OnnxNode): number[] {
  const rank = from.length + axes.length;
  const added = axes.map((axis) => axisOf(node, axis, rank));
  if (new Set(added).size < added.length) node.refuse('axes that differ', `[${axes}]`);
  const rest = [...from];
  return Array.from({ length: rank }, (_, axis) => (added.includes(axis) ? 1 : rest.shift()!));
}

function orderOf(node: OnnxNode, rank: number): readonly number[] {
  const order = node.ints('perm', [...Array(rank).keys()].reverse());
  const whole = order.length === rank && [...order].sort((a, b) => a - b).every((axis, i) => axis === i);
  return whole ? order : node.refuse(`an order of ${rank} axes`, `[${order}]`);
}

/** Both the shape and what is expanded may repeat. */
const expansion = (from: readonly number[], node: OnnxNode) =>
  broadcastShape(node, from, node.numbers(1) ?? []);

function repeats(node: OnnxNode, rank: number): number[] {
  const times = node.numbers(1) ?? [];
  return times.length === rank ? times : node.refuse(`${rank} repeats`, `[${times}]`);
}

export const reshapings: readonly OnnxOperator[] = [
  intoShape(
    'Reshape',
    'reshapes',
    (from, node) => resolved(from, node.numbers(1) ?? [], node),
    [5, NEWEST_SET],
    [1],
  ),
  intoShape('Flatten', 'reshapes', flattened),
  intoShape('Squeeze', 'axes', (from, node) => squeezed(from, node.ints('axes'), node), [1, 12]),
  intoShape('Squeeze', 'axes', (from, node) => squeezed(from, node.numbers(1), node), [13, NEWEST_SET], [1]),
  intoShape('Unsqueeze', 'axes', (from, node) => unsqueezed(from, node.ints('axes', []), node), [1, 12]),
  intoShape(
    'Unsqueeze',
    'axes',
    (from, node) => unsqueezed(from, node.numbers(1) ?? [], node),
    [13, NEWEST_SET],
    [1],
  ),
  define('Transpose', moves('transposes'), ([x], node) => tf.transpose(x!, [...orderOf(node, x!.rank)]), {
    fold: whenKnown(([x], node) => {
      const order = orderOf(node, x!.shape.length);
      const shape = order.map((axis) => x!.shape[axis]);
      return rearranged(x!, shape, (at) => order.map((_, axis) => at[order.indexOf(axis)]));
    }),
  }),
  define(
    'Expand',
    operator('other', { held: false }),
    ([x], node) => expanded(x!, expansion(x!.shape, node)),
    {
      sets: [8, NEWEST_SET],
      constants: [1],
      fold: whenKnown(([x], node) => broadcast(x!, expansion(x!.shape, node))),
    },
  ),
  define('Tile', operator('other', { held: false }), ([x], node) => tf.tile(x!, repeats(node, x!.rank)), {
    sets: [6, NEWEST_SET],
    constants: [1],
    fold: whenKnown(([x], node) => {
      const times = repeats(node, x!.shape.length);
      const shape = x!.shape.map((extent, axis) => extent * times[axis]);
      return rearranged(x!, shape, (at) => at.map((place, axis) => place % x!.shape[axis]));
    }),
  }),
];

function expanded(x: Tensor, shape: number[]): Tensor {
  return `${x.shape}` === `${shape}` ? x : tf.broadcastTo(x, shape);
}
