import type { Tensor } from '@tensorflow/tfjs-core';
import { type NodeParts, OnnxNode } from './node.ts';
import type { OnnxOperator } from './operator.ts';
import { isPlain, known, toTensor, type Value } from './plain.ts';

/**
 * The results of a node for its operands, null for one that is left out: plain arrays where they follow from what is
 * known, else tensors. Throws InputError, which names the node.
 */
export function evaluate(
  operator: OnnxOperator,
  parts: NodeParts,
  operands: readonly (Value | null)[],
): readonly Value[] {
  const node = new OnnxNode(parts, operands);
  const folded = operator.fold?.(
    operands.map((value) => value && known(value)),
    node,
  );
  if (folded) return folded;
  const tensors = operands.map((value) => (value && isPlain(value) ? toTensor(value) : value));
  const results = operator.apply(tensors, node);
  return Array.isArray(results) ? (results as Tensor[]) : [results as Tensor];
}
