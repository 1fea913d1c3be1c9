import { InputError } from '../../../errors.ts';
import { isObject, type JsonObject } from '../../json-values.ts';
import type { Port } from '../../network/read-network.ts';
import { shapeOf, typeOf } from './attributes.ts';
import { type GraphDef, type GraphNode, parseReference } from './graph-def.ts';

export interface Signature {
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
}

/**
 * What goes in and out of a graph model: as its signature says, or, for graphs without one (frozen graphs), every
 * placeholder and every node that nothing reads. Throws InputError where the signature names nodes that do not exist.
 */
export function signatureOf(content: JsonObject, graph: GraphDef, thing: string): Signature {
  const metadata = isObject(content.userDefinedMetadata) ? content.userDefinedMetadata : {};
  const signature = [metadata.signature, content.signature].find(isObject) ?? {};
  const inputs = ports(signature.inputs, 'input', graph, thing);
  const outputs = ports(signature.outputs, 'output', graph, thing);
  return {
    inputs: inputs.length > 0 ? inputs : placeholders(graph),
    outputs: outputs.length > 0 ? outputs : unread(graph),
  };
}

function ports(entries: unknown, what: string, graph: GraphDef, thing: string): Port[] {
  if (!isObject(entries)) return [];
  return Object.entries(entries).flatMap(([key, entry]) => {
    // A resource is a table or variable that was captured, not a tensor that callers give.
    if (!isObject(entry) || entry.resourceId !== undefined) return [];
    const { name, index } = parseReference(String(entry.name));
    const node = graph.get(name);
    if (!node) {
      const found = `${JSON.stringify(entry.name)}, which does not exist`;
      throw new InputError({ thing: `${thing}: ${what} ${key}`, expected: 'a node of the graph', found });
    }
    return [{ key, node, index, shape: shapeOf(entry.tensorShape), stated: statedShape(node) }];
  });
}

function placeholders(graph: GraphDef): Port[] {
  return [...graph.values()].filter(({ op }) => op === 'Placeholder').map(port);
}

function unread(graph: GraphDef): Port[] {
  const read = new Set([...graph.values()].flatMap(({ inputs }) => inputs.map(({ node }) => node)));
  return [...graph.values()].filter((node) => !read.has(node) && node.op !== 'NoOp').map(port);
}

function port(node: GraphNode): Port {
  const stated = statedShape(node);
  return { key: node.name, node, index: 0, shape: stated, stated };
}

function statedShape({ attr }: GraphNode): (number | null)[] | undefined {
  return isObject(attr.shape) ? shapeOf(attr.shape.shape) : undefined;
}

/** Throws InputError for an input that has no gradient. */
export function requireNumbers(node: GraphNode, thing: string): void {
  const dtype = typeOf(node, 'dtype') ?? 'DT_FLOAT';
  if (dtype === 'DT_FLOAT' || dtype === 'DT_HALF') return;
  const expected =
    'numbers of type DT_FLOAT, which have a gradient, or indices that one embedding alone reads';
  throw new InputError({ thing, expected, found: dtype });
}
