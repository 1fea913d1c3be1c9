import { InputError } from '../../../../errors.ts';
import { attributesOf, graphOf } from './attributes.ts';
import { initializerValues } from './initializers.ts';
import type { Traced } from './traced.ts';
import type { NodeCall, Tracer } from './tracer.ts';

/** The results of the branch of an If whose condition is known. Throws InputError for one that the input decides. */
export function branchResults(tracer: Tracer, call: NodeCall): readonly Traced[] {
  const { parts, operands, around, node } = call;
  const condition = operands[0]?.known?.stated ?? operands[0]?.stored?.();
  const thing = `${parts.thing}: node ${parts.name}`;
  if (!condition) {
    const found = 'If with a condition that the input decides';
    throw new InputError({ thing, expected: 'operations of a static graph', found });
  }
  const name = condition.values[0] ? 'then_branch' : 'else_branch';
  const graph = graphOf(attributesOf(node, around.given), name);
  if (!graph) throw new InputError({ thing, expected: `a graph as ${name}`, found: 'none' });
  const scope = new Map(around.scope);
  for (const [key, value] of initializerValues(tracer, graph, `${parts.name}/`)) scope.set(key, value);
  const outputs = graph.outputs.map((output) => output.name);
  const within = { ...around, scope, prefix: `${parts.name}/`, depth: around.depth + 1 };
  tracer.trace(graph.nodes, outputs, within);
  return outputs.map((output) => {
    const value = scope.get(output);
    if (value) return value;
    throw new InputError({ thing: `${thing}: ${name}`, expected: `a value ${output}`, found: 'none' });
  });
}
