import type { Tensor } from '@tensorflow/tfjs-core';
import type { Operation } from '../../../network/operation.ts';
import { type NodeParts, OnnxNode } from '../operators/node.ts';
import type { OnnxOperator } from '../operators/operator.ts';
import { type ElementType, type Plain, toTensor } from '../operators/plain.ts';
import { axisOfBatch } from './axis-of-batch.ts';
import { BATCH_RULES } from './batch-rules.ts';
import { always, atBatch, type Batches, type ByBatch, byBatch, varies } from './by-batch.ts';
import { nodeOperation } from './node-operation.ts';
import type { Perform } from './onnx-operation.ts';
import { knownAt, type Traced } from './traced.ts';

export interface NodeToTrace {
  readonly operator: OnnxOperator;
  readonly parts: NodeParts;
  readonly operands: readonly (Traced | null)[];
  readonly batches: Batches;
  /** Gives the operation a name that no other one has. */
  readonly called: () => string;
  /** Told of the operation before it is carried out. */
  readonly running: (operation: Pick<Operation, 'name' | 'op'>) => void;
}

/** The results of a node: arrays where they follow from what is known, else what its operation gives. Throws InputError. */
export function tracedNode(given: NodeToTrace): readonly Traced[] {
  const { operator, parts, operands, batches } = given;
  given.running(parts);
  const folded = fold(given);
  if (folded) return folded;
  const arrays = operands.map(
    (operand, index) => operand && arrayOf(operand, operator.constants.includes(index)),
  );
  const sources = operands.map((operand, index) => (arrays[index] ? null : operand));
  const tensors = sources.map((operand) => operand?.tensor ?? null);
  const node = new OnnxNode(parts, valuesAt(arrays, tensors, batches, batches.stated));
  const rule = BATCH_RULES.get(parts.domain + parts.op)?.({ node, operands, arrays, batches }) ?? null;
  const perform: Perform = (read, batch) => {
    if (rule?.perform) {
      const [first] = valuesAt(arrays.slice(0, 1), read, batches, batch);
      return rule.perform(first && ('values' in first ? toTensor(first) : first), batch);
    }
    const values = valuesAt(arrays, read, batches, batch);
    const all = values.map((value) => value && ('values' in value ? toTensor(value) : value));
    const ready = rule?.prepare?.(all, batch) ?? all;
    const results = operator.apply(ready, new OnnxNode(parts, values));
    return Array.isArray(results) ? (results as readonly Tensor[]) : [results as Tensor];
  };
  const operation = nodeOperation(given, node, sources, perform);
  const axisOf = axisOfBatch({
    node,
    operands,
    arrays,
    batches,
    rule,
    perform: (batch) => perform(tensors, batch),
  });
  const fromStored = operands.every((operand) => !operand || operand.stored);
  return perform(tensors, 0).map((tensor, index) => ({
    tensor,
    batch: axisOf(tensor, index),
    reference: { node: operation, index },
    known: null,
    stored: fromStored ? () => plainOf(tensor) : null,
    type: elementType(tensor),
  }));
}

/** What an operator makes of arrays, for both batch sizes; null where it has to be carried out on tensors. */
function fold({ operator, parts, operands, batches }: NodeToTrace): readonly Traced[] | null {
  const given = operands.filter((operand) => operand !== null);
  // What is made of stored arrays alone may be a weight, and is left to be computed.
  const known = given.every((operand) => operand.known) && given.some((operand) => !operand.reference);
  if (!operator.fold && !known) return null;
  const at = (size: number) => {
    const operandsKnown = operands.map((operand) => operand && knownAt(operand, batches, size));
    const values = operands.map((operand) => operand && atSize(operand, batches, size));
    const node = new OnnxNode(parts, values);
    return operator.fold?.(operandsKnown, node) ?? (known ? carriedOut(operator, node, values) : null);
  };
  const stated = at(batches.stated);
  const depends = operands.some((operand) => operand?.batch || (operand?.known && varies(operand.known)));
  const other = depends && stated ? at(batches.other) : stated;
  if (!stated || !other) return null;
  return stated.map((plain, index) => knownValue(byBatch(plain, other[index])));
}

/** What an operator makes of arrays that are all known. */
function carriedOut(
  operator: OnnxOperator,
  node: OnnxNode,
  values: readonly (Plain | Tensor | null)[],
): readonly Plain[] {
  const tensors = values.map((value) => value && ('values' in value ? toTensor(value) : value));
  const results = operator.apply(tensors, node);
  return (Array.isArray(results) ? (results as readonly Tensor[]) : [results as Tensor]).map(plainOf);
}

const atSize = (operand: Traced, { other }: Batches, size: number) =>
  operand.known ? (size === other ? operand.known.other : operand.known.stated) : operand.tensor;

/** An array as a traced value. */
export const knownValue = (known: ByBatch): Traced => ({
  ...{ tensor: null, batch: null, reference: null, known },
  stored: varies(known) ? null : () => known.stated,
  type: known.stated.type,
});

/** The array that an operand is given as: where it has to be known, and where it is no operation's output. */
function arrayOf(operand: Traced, wanted: boolean): ByBatch | null {
  if (!wanted) return operand.reference ? null : operand.known;
  const stored = operand.known ?? operand.stored?.() ?? null;
  return stored && 'values' in stored ? always(stored) : stored;
}

function valuesAt(
  arrays: readonly (ByBatch | null)[],
  tensors: readonly (Tensor | null)[],
  batches: Batches,
  batch: number,
): (Plain | Tensor | null)[] {
  return arrays.map((array, index) => (array ? atBatch(array, batches, batch) : tensors[index]));
}

const elementType = ({ dtype }: Tensor): ElementType =>
  dtype === 'int32' ? 'int64' : dtype === 'bool' ? 'bool' : 'float32';

/** The numbers of a tensor that was made of stored arrays alone. */
const plainOf = (tensor: Tensor): Plain => ({
  type: elementType(tensor),
  shape: tensor.shape,
  values: tensor.dataSync() as Float32Array | Int32Array | Uint8Array,
});
