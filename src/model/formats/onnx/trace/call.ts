import type { FunctionProto } from '../file/model-proto.ts';
import { attributesOf } from './attributes.ts';
import type { Traced } from './traced.ts';
import type { NodeCall, Tracer } from './tracer.ts';

/** The results of a node that stands for the nodes of a function. Throws InputError. */
export function callResults(tracer: Tracer, called: FunctionProto, call: NodeCall): readonly Traced[] {
  const { parts, operands, around, node } = call;
  const scope = new Map<string, Traced>();
  for (const [index, input] of called.inputs.entries()) {
    const operand = operands[index];
    if (operand) scope.set(input, operand);
  }
  const given = new Map([
    ...called.defaults.map((attribute) => [attribute.name, attribute] as const),
    ...attributesOf(node, around.given).map((attribute) => [attribute.name, attribute] as const),
  ]);
  const own = called.operatorSets.map(
    ({ domain, version }) => [domain === 'ai.onnx' ? '' : domain, version] as const,
  );
  const sets = new Map([...around.sets, ...own]);
  tracer.trace(called.nodes, called.outputs, {
    ...{ scope, given, sets },
    prefix: `${parts.name}/`,
    depth: around.depth + 1,
  });
  return called.outputs.map((output) => scope.get(output)!);
}
