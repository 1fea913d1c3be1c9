import type { GraphNode, Value } from '../record/graph.ts';
import type { Facts } from './facts.ts';

/** A matrix product and the bias that is added to its rows become one kernel. */
export function rewriteBias(node: GraphNode, facts: Facts): GraphNode | null {
  if (node.kernel !== 'Add') return null;
  const { a, b } = node.inputs;
  return withBias(node, facts, a, b) ?? withBias(node, facts, b, a);
}

function withBias(node: GraphNode, facts: Facts, product: Value, bias: Value): GraphNode | null {
  const made = facts.made(product, 'BatchMatMul');
  if (!made || product.shape.length !== 2 || !facts.usedOnce(product)) return null;
  if (bias.shape.length !== 1 || bias.shape[0] !== product.shape[1] || bias.dtype !== 'float32') return null;
  return { ...node, kernel: '_FusedMatMul', inputs: { ...made.inputs, bias }, attrs: made.attrs };
}
