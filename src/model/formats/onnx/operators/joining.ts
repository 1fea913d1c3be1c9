import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { operator } from '../../../network/operation.ts';
import { axisOf, eachCell, rearranged, whenKnown } from './folding.ts';
import type { OnnxNode } from './node.ts';
import { define, NEWEST_SET, type OnnxOperator } from './operator.ts';
import { type Plain, plain } from './plain.ts';

function concatenated(parts: readonly Plain[], node: OnnxNode): Plain | null {
  const [first] = parts;
  const axis = axisOf(node, node.int('axis'), first.shape.length);
  // An array without numbers may be as shapeless as it likes.
  const real = parts.filter((part) => part.values.length > 0);
  if (real.length === 0) return first;
  const length = real.reduce((sum, part) => sum + part.shape[axis], 0);
  const from: [Plain, number][] = real.flatMap((part) =>
    Array.from({ length: part.shape[axis] }, (_, i): [Plain, number] => [part, i]),
  );
  const shape = real[0].shape.with(axis, length);
  const values = eachCell(shape, (at) => {
    const [part, place] = from[at[axis]];
    return part.values[at.reduce((cell, i, a) => cell * part.shape[a] + (a === axis ? place : i), 0)];
  });
  return plain(first.type, shape, values);
}

/** Tensors one behind the other. Where nothing is in them tfjs makes something that it cannot take parts of. */
export function joined(parts: readonly Tensor[], axis: number): Tensor {
  const [{ shape, dtype }] = parts;
  const length = parts.reduce((sum, part) => sum + part.shape[axis], 0);
  const whole = shape.with(axis, length);
  return whole.includes(0) ? tf.zeros(whole, dtype) : tf.concat([...parts], axis);
}

/** Tensors along a new axis. */
export const stacked = (parts: readonly Tensor[], axis: number): Tensor =>
  joined(
    parts.map((part) => tf.expandDims(part, axis)),
    axis,
  );

/** The lengths of the parts: as stated, else as many as there are outputs, the last one shorter where they do not go into it. */
function lengthsOf(node: OnnxNode, stated: readonly number[] | undefined, length: number): number[] {
  if (stated) {
    const sum = stated.reduce((a, b) => a + b, 0);
    return sum === length ? [...stated] : node.refuse(`parts of ${length} in all`, `[${stated}]`);
  }
  const count = node.int('num_outputs', node.outputs);
  const each = Math.ceil(length / count);
  return Array.from({ length: count }, (_, i) => Math.max(0, Math.min(each, length - i * each)));
}

function split(
  name: string,
  stated: (node: OnnxNode) => readonly number[] | undefined,
): Partial<OnnxOperator> & {
  apply: OnnxOperator['apply'];
} {
  const parts = (shape: readonly number[], node: OnnxNode) => {
    const axis = axisOf(node, node.int('axis', 0), shape.length);
    return { axis, lengths: lengthsOf(node, stated(node), shape[axis]) };
  };
  return {
    name,
    apply: ([x], node) => {
      const { axis, lengths } = parts(x!.shape, node);
      return lengths.length === 1 ? [x!] : tf.split(x!, lengths, axis);
    },
    fold: whenKnown(([x], node) => {
      const { axis, lengths } = parts(x!.shape, node);
      let from = 0;
      const made = lengths.map((length) => {
        const start = from;
        from += length;
        return rearranged(x!, x!.shape.with(axis, length), (at) => at.with(axis, at[axis] + start));
      });
      return made.every((part) => part !== null) ? made : null;
    }),
  };
}

const IN_PLACE = operator('other', { held: false });
const byAttribute = split('Split', (node) => node.ints('split'));
const byOperand = split('Split', (node) => node.numbers(1));

export const joinings: readonly OnnxOperator[] = [
  define(
    'Concat',
    operator('other', { channelwise: true }),
    (parts, node) => {
      const real = (parts as Tensor[]).filter(({ rank, size }) => rank > 1 || size > 0);
      const [first] = real.length > 0 ? real : (parts as Tensor[]);
      const axis = axisOf(node, node.int('axis'), first.rank);
      return real.length > 1 ? joined(real, axis) : first;
    },
    {
      sets: [4, NEWEST_SET],
      fold: whenKnown((parts, node) => concatenated(parts as readonly Plain[], node)),
    },
  ),
  define('Split', IN_PLACE, byAttribute.apply, { sets: [2, 12], fold: byAttribute.fold }),
  define('Split', IN_PLACE, byOperand.apply, {
    sets: [13, NEWEST_SET],
    constants: [1],
    fold: byOperand.fold,
  }),
];
