import { InputError } from '../../../../errors.ts';
import type { GraphProto, NodeProto } from '../file/graph-proto.ts';

/** Words for a node in messages. */
export const nodeName = ({ name, op, outputs }: NodeProto): string => name || outputs.find(Boolean) || op;

/**
 * The nodes that some values need, those that others read first. Throws InputError for values that two nodes give, and
 * for nodes that read one another in a circle. `given` are the values that are there already.
 */
export function sortNodes(
  nodes: readonly NodeProto[],
  wanted: readonly string[],
  given: ReadonlySet<string>,
  thing: string,
): NodeProto[] {
  const makers = new Map<string, NodeProto>();
  for (const node of nodes) {
    for (const output of node.outputs) {
      if (output === '') continue;
      if (makers.has(output) || given.has(output)) {
        const found = `a second one by node ${nodeName(node)}`;
        throw new InputError({ thing: `${thing}: value ${output}`, expected: 'one of that name', found });
      }
      makers.set(output, node);
    }
  }
  const sorted: NodeProto[] = [];
  const state = new Map<NodeProto, 'open' | 'done'>();
  const stack: { node: NodeProto; reads: readonly string[]; next: number }[] = [];
  const enter = (value: string): void => {
    const node = makers.get(value);
    if (!node || state.get(node) === 'done') return;
    if (state.get(node) === 'open') {
      throw new InputError({
        thing: `${thing}: node ${nodeName(node)}`,
        expected: 'a graph without circles',
        found: 'a circle',
      });
    }
    state.set(node, 'open');
    stack.push({ node, reads: readsOf(node), next: 0 });
  };
  for (const value of wanted) {
    enter(value);
    while (stack.length > 0) {
      const top = stack[stack.length - 1];
      if (top.next < top.reads.length) enter(top.reads[top.next++]);
      else {
        state.set(top.node, 'done');
        sorted.push(top.node);
        stack.pop();
      }
    }
  }
  return sorted;
}

/** The values that a node reads, those that graphs within it take from around it included. */
function readsOf(node: NodeProto): string[] {
  const graphs = node.attributes.flatMap(({ graph }) => (graph ? [graph] : []));
  return [...node.inputs.filter(Boolean), ...graphs.flatMap(capturedBy)];
}

function capturedBy(graph: GraphProto): string[] {
  const own = new Set([
    ...graph.inputs.map(({ name }) => name),
    ...graph.initializers.map(({ name }) => name),
    ...graph.nodes.flatMap(({ outputs }) => outputs),
  ]);
  const read = [...graph.nodes.flatMap(readsOf), ...graph.outputs.map(({ name }) => name)];
  return read.filter((name) => !own.has(name));
}
