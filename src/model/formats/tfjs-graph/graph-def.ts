import { InputError } from '../../../errors.ts';
import { isObject, type JsonObject, shown } from '../../json-values.ts';
import type { Operation, Reference } from '../../network/operation.ts';
import { endingOf, epsilonOf, operatorOf, roleOf, scalesLastAxis } from './operators.ts';

/** One operation of a TensorFlow graph. Control dependencies are left out: nothing that is run here has side effects. */
export interface GraphNode extends Operation {
  readonly attr: JsonObject;
}

/** The nodes of a graph by name, in the file's order. */
export type GraphDef = ReadonlyMap<string, GraphNode>;

/**
 * Reads the node list of a `modelTopology` (a GraphDef as JSON) and ties its inputs together. Throws InputError that
 * names the node at fault for entries without name or operation, names that are not unique and inputs that do not exist.
 */
export function parseGraph(topology: JsonObject, thing: string): GraphDef {
  if (!Array.isArray(topology.node)) fail(`${thing}: modelTopology.node`, 'a list of nodes', topology.node);
  const entries = topology.node as readonly unknown[];
  const nodes = new Map<string, GraphNode & { readonly inputs: Reference[] }>();
  const inputNames = new Map<string, readonly string[]>();
  for (const [index, entry] of entries.entries()) {
    const at = `${thing}: modelTopology.node[${index}]`;
    if (!isObject(entry)) fail(at, 'an object', entry);
    const { name, op, input = [], attr = {} } = entry;
    if (typeof name !== 'string' || name === '') fail(`${at}.name`, 'a node name', name);
    if (nodes.has(name)) fail(`${thing}: node ${name}`, 'one node of that name', 'more than one');
    if (typeof op !== 'string' || op === '') fail(`${thing}: op of node ${name}`, 'an operation', op);
    if (!Array.isArray(input) || !input.every((one) => typeof one === 'string')) {
      fail(`${thing}: inputs of node ${name}`, 'a list of node names', input);
    }
    if (!isObject(attr)) fail(`${thing}: attr of node ${name}`, 'an object', attr);
    nodes.set(name, nodeOf(name, op, attr));
    inputNames.set(name, input);
  }
  for (const node of nodes.values()) {
    for (const input of inputNames.get(node.name)!) {
      if (input.startsWith('^')) continue;
      const { name, index } = parseReference(input);
      const found = nodes.get(name);
      if (!found) fail(`${thing}: input ${input} of node ${node.name}`, 'a node of the graph', 'none');
      node.inputs.push({ node: found, index });
    }
  }
  return nodes;
}

function nodeOf(name: string, op: string, attr: JsonObject): GraphNode & { readonly inputs: Reference[] } {
  const node = { op, attr };
  return {
    ...operatorOf(op),
    ...{ name, op, attr, inputs: [] },
    ending: endingOf(node),
    lastAxis: scalesLastAxis(node),
    epsilon: epsilonOf(node),
    roleOf: (input) => roleOf(node, input),
  };
}

/** `conv:1` is the second output of `conv`; without a number it is the first. */
export function parseReference(text: string): { name: string; index: number } {
  const [, name, index] = /^(.*?)(?::(\d{1,4}))?$/s.exec(text)!;
  return { name, index: Number(index ?? 0) };
}

function fail(thing: string, expected: string, found: unknown): never {
  throw new InputError({ thing, expected, found: typeof found === 'string' ? found : shown(found) });
}
