import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { OnnxNode } from '../operators/node.ts';
import { atBatch, type Batches, type ByBatch, varies } from './by-batch.ts';
import { batchedShape } from './reshape.ts';
import { type BatchAxis, shapeAt, type Traced } from './traced.ts';

export interface RuleAsk {
  readonly node: OnnxNode;
  readonly operands: readonly (Traced | null)[];
  /** The operands that are given as arrays. */
  readonly arrays: readonly (ByBatch | null)[];
  readonly batches: Batches;
}

/** How a node is carried out for a batch of any size, where its file states shapes for one size alone. */
export interface BatchRule {
  /** What is done with the operands first. */
  readonly prepare?: (operands: readonly (Tensor | null)[], batch: number) => readonly (Tensor | null)[];
  /** What takes the operator's place: of its first operand, the others known. */
  readonly perform?: (operand: Tensor | null, batch: number) => readonly Tensor[];
  /** The axis of the result that the batch lies along, where operands do not tell. */
  readonly batch?: BatchAxis;
}

type RuleOf = (ask: RuleAsk) => BatchRule | null;

const product = (list: readonly number[]): number => list.reduce((a, b) => a * b, 1);

/** A reshape of a tensor [..., batch, ...] to a shape that the file states for one batch size. */
function reshaped(
  { operands, batches, node }: RuleAsk,
  targetAt: (size: number, from: readonly number[]) => number[],
  copied: readonly number[] = [],
  open = -1,
): BatchRule | null {
  const [x] = operands;
  if (!x?.batch) return null;
  const from = shapeAt(x, batches, 1);
  const [target, other] = [batches.stated, batches.other].map((size) =>
    targetAt(size, shapeAt(x, batches, size)),
  );
  // In a file for one batch size the axis that takes up the rest moves whatever it holds.
  const moving = target.flatMap((extent, axis) =>
    extent === other[axis] || (axis === open && !batches.open) ? [] : [axis],
  );
  const ask = { from, batch: x.batch, target, stated: batches.stated, hints: [...moving, ...copied], open };
  const found = batchedShape(ask);
  if (!found) {
    const stated = shapeAt(x, batches, batches.stated);
    return node.refuse('a shape that batches of any size may have', `[${stated}] as [${target}]`);
  }
  const { shape, batch } = found;
  const sized = (size: number) => shape.with(batch.axis, batch.count * size);
  return { batch, perform: (tensor, size) => [tf.reshape(tensor!, sized(size))] };
}

const reshape: RuleOf = (ask) => {
  const { arrays, node, operands } = ask;
  const spec = arrays[1];
  const [x] = operands;
  if (!spec || !x?.batch) return null;
  const copies = node.int('allowzero', 0) === 0;
  const targetAt = (size: number, from: readonly number[]) => {
    const { values } = size === ask.batches.other ? spec.other : spec.stated;
    const extents = Array.from(values, (extent, axis) => (extent === 0 && copies ? from[axis] : extent));
    const rest = product(extents.filter((extent) => extent !== -1));
    return extents.map((extent) => (extent === -1 ? product(from) / rest : extent));
  };
  const stated = [...spec.stated.values];
  const zero = stated[x.batch.axis] === 0 && copies ? [x.batch.axis] : [];
  return reshaped(ask, targetAt, zero, stated.indexOf(-1));
};

const flatten: RuleOf = (ask) => {
  const axis = ask.node.int('axis', 1);
  return reshaped(ask, (_, from) => {
    const at = axis < 0 ? axis + from.length : axis;
    return [product(from.slice(0, at)), product(from.slice(at))];
  });
};

/** Repeats to a shape whose extents of 1 stand for whatever there is, none for an empty batch included. */
const expand: RuleOf = ({ operands, arrays, batches }) => {
  const [x] = operands;
  const spec = arrays[1];
  if (!spec || !x || !(x.batch || varies(spec))) return null;
  const perform: BatchRule['perform'] = (tensor, size) => {
    const wanted = [...atBatch(spec, batches, size).values];
    const { shape } = tensor!;
    const rank = Math.max(shape.length, wanted.length);
    const at = (list: readonly number[], axis: number) => list[axis - rank + list.length] ?? 1;
    const whole = Array.from({ length: rank }, (_, axis) =>
      at(shape, axis) === 1 ? at(wanted, axis) : at(shape, axis),
    );
    const own = tf.reshape(tensor!, [...Array<number>(rank - shape.length).fill(1), ...shape]);
    return [whole.includes(0) ? tf.zeros(whole, own.dtype) : tf.broadcastTo(own, whole)];
  };
  return { perform };
};

/** Rows of what all inputs of a batch lie along one axis of, by indices that the file states for one input. */
const gather: RuleOf = ({ operands, arrays, batches, node }) => {
  const [x] = operands;
  const indices = arrays[1] ?? operands[1]?.known;
  if (!x?.batch || !indices || batches.stated !== 1 || x.tensor?.rank !== 1) return null;
  const { count, inner } = x.batch;
  const { shape, values } = indices.stated;
  const moving = shape.findIndex((extent, i) => extent !== indices.other.shape[i]);
  const axis = Math.max(0, moving);
  const outermost = product(shape.slice(0, axis)) === 1;
  if (count !== inner || shape.length === 0 || !outermost || node.int('axis', 0) !== 0) return null;
  const perform: BatchRule['perform'] = (tensor, size) => {
    const own = tf.reshape(tensor!, [size, count]);
    const rows = size === 0 ? own : tf.gather(own, tf.tensor1d(Int32Array.from(values), 'int32'), 1);
    return [tf.reshape(rows, shape.with(axis, size * shape[axis]))];
  };
  return { perform, batch: { axis, count: shape[axis], inner: shape[axis] } };
};

/** Repeats operands that the file states for one batch size along the axis of those that depend on it. */
function aligned(axisOf: (operand: number, batch: BatchAxis) => number | null): RuleOf {
  return ({ operands, batches }) => {
    const batch = operands.find((operand) => operand?.batch)?.batch;
    if (!batch) return null;
    const repeats = operands.map((operand, index) =>
      operand && !operand.batch && !(operand.known && varies(operand.known)) ? axisOf(index, batch) : null,
    );
    if (repeats.every((axis) => axis === null)) return null;
    const prepare = (tensors: readonly (Tensor | null)[], size: number) =>
      tensors.map((tensor, index) => {
        const axis = repeats[index];
        return tensor && axis !== null ? repeated(tensor, axis, size / batches.stated) : tensor;
      });
    return { prepare };
  };
}

function repeated(tensor: Tensor, axis: number, times: number): Tensor {
  const { shape } = tensor;
  if (times === 0) return tf.zeros(shape.with(axis, 0), tensor.dtype);
  if (shape[axis] === 1) return tf.broadcastTo(tensor, shape.with(axis, times));
  return tf.tile(
    tensor,
    shape.map((_, i) => (i === axis ? times : 1)),
  );
}

const concat: RuleOf = (ask) => {
  const own = ask.node.int('axis', 1);
  const rank = ask.operands.find((operand) => operand?.tensor)!.tensor!.rank;
  const joined = own < 0 ? own + rank : own;
  return aligned((_, { axis }) => (axis === joined ? null : axis))(ask);
};

/** First states [directions, batch, units] of recurrent layers. */
const recurrent: RuleOf = aligned((operand) => (operand >= 5 && operand <= 6 ? 1 : null));

/**
 * What a file states once for the windows or heads that lie along one axis with its inputs is repeated for every input. The last
 * `matrix` axes are those of matrices, along which nothing is repeated.
 */
const beside =
  (matrix: number): RuleOf =>
  (ask) => {
    const { operands, batches } = ask;
    const together = operands.find((operand) => operand?.batch && operand.batch.count > 1);
    if (!together?.tensor || !together.batch) return null;
    const { rank } = together.tensor;
    const { axis, count, inner } = together.batch;
    if (inner !== count || axis >= rank - matrix) return null;
    return aligned((index) => {
      const shape = operands[index]!.tensor?.shape ?? operands[index]!.known!.stated.shape;
      const own = axis - rank + shape.length;
      return shape[own] === count * batches.stated ? own : null;
    })(ask);
  };

/** The operators whose operands or shapes a file may state for one batch size. */
export const BATCH_RULES: ReadonlyMap<string, RuleOf> = new Map<string, RuleOf>([
  ['Reshape', reshape],
  ['Flatten', flatten],
  ['Concat', concat],
  ['Expand', expand],
  ['Gather', gather],
  ['MatMul', beside(2)],
  ...['Add', 'Sub', 'Mul', 'Div', 'Where', 'GatherElements'].map((op) => [op, beside(0)] as const),
  ['LSTM', recurrent],
  ['GRU', recurrent],
  ['RNN', recurrent],
]);
