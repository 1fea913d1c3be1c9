import { textsAttribute, textsOf } from '../formats/tfjs-graph/attributes.ts';
import type { GraphNode } from '../formats/tfjs-graph/graph-def.ts';
import { RESHAPING } from '../formats/tfjs-graph/operators.ts';
import type { JsonObject } from '../json-values.ts';
import type { RemovedActivation } from '../output.ts';
import type { Flow } from './data-flow.ts';

/** The softmax, its logarithm or the sigmoid at the end of a graph, and the same node without it. */
export interface FinalActivation {
  readonly name: RemovedActivation;
  readonly node: GraphNode;
  /** Operation and attributes that give the logits instead. */
  readonly instead: { readonly op: string; readonly attr: JsonObject };
}

const REMOVED: Readonly<Record<string, RemovedActivation>> = {
  Softmax: 'softmax',
  LogSoftmax: 'log-softmax',
  Sigmoid: 'sigmoid',
};

/**
 * The activation that turns logits into probabilities: the last operation, or the last before those that only give the
 * numbers another shape. Null where there is none.
 */
export function finalActivation(output: GraphNode, { uses }: Flow): FinalActivation | null {
  let node = output;
  while (RESHAPING.has(node.op) && node.inputs.length > 0) node = node.inputs[0].node;
  // Probabilities that the graph computes with are more than its end.
  if (uses.get(node)!.length > 1) return null;
  if (Object.hasOwn(REMOVED, node.op)) {
    return { name: REMOVED[node.op], node, instead: { op: 'Identity', attr: {} } };
  }
  const fused = textsOf(node, 'fused_ops');
  if (fused.at(-1) !== 'Sigmoid') return null;
  const attr = { ...node.attr, fused_ops: textsAttribute(fused.slice(0, -1)) };
  return { name: 'sigmoid', node, instead: { op: node.op, attr } };
}
