import { type Graph, type GraphNode, uniformValue, type Value } from '../record/graph.ts';

/**
 * Keeps one of the nodes that do the same to the same values. A function that asks for logits and for their gradient
 * records the forward pass twice. ONNX Runtime could not see it: filters that were prepared twice are two inputs to it.
 */
export function mergeDuplicates(graph: Graph): Graph {
  const numbers = new Map<Value | string, number>();
  const kept = new Map<string, GraphNode>();
  const replacement = new Map<Value, Value>();
  const current = (v: Value) => replacement.get(v) ?? v;
  const number = (v: Value): number => {
    const key = constantKey(v) ?? v;
    const known = numbers.get(key) ?? numbers.size;
    numbers.set(key, known);
    return known;
  };

  const nodes: GraphNode[] = [];
  for (const node of graph.nodes) {
    const inputs = Object.fromEntries(Object.entries(node.inputs).map(([name, v]) => [name, current(v)]));
    const operands = Object.entries(inputs).map(([name, v]) => `${name} ${number(v)}`);
    const key = `${node.kernel} ${JSON.stringify(node.attrs)} ${operands}`;
    const twin = kept.get(key);
    if (twin) {
      for (const [i, output] of node.outputs.entries()) replacement.set(output, twin.outputs[i]);
    } else {
      const renewed = { ...node, inputs };
      kept.set(key, renewed);
      nodes.push(renewed);
    }
  }
  const outputs = new Map([...graph.outputs].map(([name, v]) => [name, current(v)]));
  return { ...graph, nodes, outputs };
}

/** Scalars and fills are written anew each time; larger constants are told apart by identity. */
function constantKey(v: Value): string | null {
  const value = uniformValue(v);
  return value === undefined ? null : `${v.dtype} [${v.shape}] ${value}`;
}
