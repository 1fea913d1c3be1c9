import type { Graph, GraphNode, Value } from './graph.ts';

/**
 * Keeps what the outputs need. tfjs records more than was asked for: filter gradients of fused convolutions, and
 * forward kernels whose result only an unused gradient would read.
 */
export function removeDead(graph: Graph): Graph {
  const live = new Set<Value>(graph.outputs.values());
  const nodes: GraphNode[] = [];
  for (const node of graph.nodes.toReversed()) {
    if (!node.outputs.some((v) => live.has(v))) continue;
    nodes.push(node);
    for (const v of Object.values(node.inputs)) live.add(v);
  }
  return { ...graph, nodes: nodes.reverse() };
}
