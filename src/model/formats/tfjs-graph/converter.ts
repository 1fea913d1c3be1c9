import { GraphModel, registerOp } from '@tensorflow/tfjs-converter';
import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { InputError } from '../../../errors.ts';
import type { Flow } from '../../network/data-flow.ts';
import type { Executable, ExecutableParts, Values } from '../../network/executable.ts';
import { groupBy } from '../../network/grouping.ts';
import type { Operation, Reference } from '../../network/operation.ts';
import { textsAttribute, textsOf, type WithAttributes } from './attributes.ts';
import { CONVOLUTIONS, withGroups } from './convolutions.ts';
import type { GraphDef, GraphNode } from './graph-def.ts';
import { beforeOffset, HOOK, type NodeEntry, replaced, withHook, withSlope } from './hooks.ts';
import { supplyOperations } from './supplied-operations.ts';
import { withUnstated } from './unstated.ts';

type Instead = (node: GraphNode, entry: NodeEntry) => readonly NodeEntry[];

/** The operation that shows an output to a tap: an identity, where no tap is in force. */
const TAP = 'SaliencySanityTap';
/** What a file may not contain. */
const OWN: ReadonlySet<string> = new Set([TAP, HOOK, ...CONVOLUTIONS]);

const FLOAT = { dtype: { type: 'DT_FLOAT' } };

/** The tap of the run that is under way. Runs are synchronous, so there is one at most. */
let current: ((index: number, output: Tensor) => Tensor) | null = null;

registerOp(TAP, ({ inputs: [output], attrs }) => {
  // A tensor of its own: the executor frees a node's output after its last use.
  const own = tf.clone(output);
  return current ? current(Number(attrs.index), own) : own;
});

supplyOperations();

type Parsed = {
  readonly executor: { readonly graph: { readonly nodes: Record<string, { category?: string }> } };
};

/**
 * Hands a graph to the converter. Its nodes get names of our own, since the converter keeps them in plain objects, and
 * behind every node that is tapped an operation that can replace its output. Throws InputError for operations that the
 * converter does not know.
 */
export function converted(parts: ExecutableParts, graph: GraphDef, thing: string): Executable {
  return {
    ...convert(parts, graph, thing, (_, entry) => [entry]),
    hooked(places) {
      const at = groupBy([...places.entries()], ([, { node }]) => node);
      const instead: Instead = (node, entry) =>
        (at.get(node) ?? []).reduce<readonly NodeEntry[]>(
          (entries, [index, { input }]) =>
            input === null
              ? replaced(entry, index)
              : [...entries.slice(0, -1), ...beforeOffset(entries.at(-1)!, node, input, index)],
          [entry],
        );
      const made = convert({ ...parts, tapped: new Set() }, graph, thing, instead);
      return (x, constants, hook) => withHook(hook, () => made.run(x, constants));
    },
  };
}

function convert(
  { flow, input, output, removed, tapped }: ExecutableParts,
  graph: GraphDef,
  thing: string,
  instead: Instead,
): Omit<Executable, 'hooked'> {
  const name = new Map(flow.order.map((node, index) => [node, `n${index}`]));
  const tapName = (node: Operation) => `${name.get(node)}_tap`;
  const reference = ({ node, index }: Reference) => {
    if (index > 0) return `${name.get(node)}:${index}`;
    return tapped.has(node) ? tapName(node) : name.get(node)!;
  };
  const nodes = flow.order.flatMap((operation, index): readonly NodeEntry[] => {
    const node = graph.get(operation.name)!;
    // Shapes of placeholders fix the batch size that the graph was converted with.
    if (node === input) return [{ name: name.get(node)!, op: 'Placeholder', input: [], attr: FLOAT }];
    const { op, attr } = node === removed?.node ? withoutEnding(node) : node;
    const entry = {
      name: name.get(node)!,
      op: OWN.has(op) ? '' : op,
      input: node.inputs.map(reference),
      attr,
    };
    const entries = instead(node, entry).flatMap(withSlope).map(withUnstated).map(withGroups);
    if (!tapped.has(node)) return entries;
    const tap = { name: tapName(node), op: TAP, input: [entry.name], attr: { index: { i: index } } };
    return [...entries, tap];
  });
  const model = parse(nodes, thing);
  requireKnown(model, flow, name, thing);
  let running: Operation | null = null;
  noticeRuns(model, flow, name, (node) => {
    running = node;
  });
  const result = reference(output);
  const feedsOf = (x: Tensor, constants: Values) => {
    const feeds: tf.NamedTensorMap = { [name.get(input)!]: x };
    for (const [node, value] of constants) feeds[name.get(node)!] = value;
    return feeds;
  };
  return {
    run(x, constants, tap) {
      running = null;
      const previous = current;
      current = tap ? (index, value) => tap(flow.order[index], value) : null;
      try {
        return model.execute(feedsOf(x, constants), result) as Tensor;
      } finally {
        current = previous;
      }
    },
    running: () => running,
  };
}

/** A node without the activation that it ends in. */
function withoutEnding({ op, attr, ending }: GraphNode): WithAttributes {
  if (ending?.whole) return { op: 'Identity', attr: {} };
  const fused = textsOf({ attr }, 'fused_ops');
  return { op, attr: { ...attr, fused_ops: textsAttribute(fused.slice(0, -1)) } };
}

function parse(node: readonly NodeEntry[], thing: string): GraphModel {
  const model = new GraphModel({ load: () => Promise.reject(new Error('nothing to load')) } as never);
  try {
    // Constants are fed at every run, so the converter is given none.
    const modelTopology = { node, versions: { producer: 0, minConsumer: 0 } };
    model.loadSync({ modelTopology, weightSpecs: [], weightData: new ArrayBuffer(0) } as never);
    return model;
  } catch (cause) {
    const found = `the error ${JSON.stringify(String((cause as Error).message).slice(0, 200))}`;
    const expected = 'a graph that the TensorFlow.js converter reads';
    throw new InputError({ thing, expected, found }, { cause });
  }
}

/** The converter itself reports an unknown operation only when it runs into it. */
function requireKnown(
  model: GraphModel,
  { order }: Flow,
  name: ReadonlyMap<Operation, string>,
  thing: string,
): void {
  const { nodes } = (model as unknown as Parsed).executor.graph;
  for (const node of order) {
    if (nodes[name.get(node)!].category !== undefined) continue;
    throw new InputError({
      thing: `${thing}: node ${node.name}`,
      expected: 'operations that the TensorFlow.js converter knows',
      found: node.op,
    });
  }
}

/** The converter looks up the category of a node when it runs it, and at no other time. */
function noticeRuns(
  model: GraphModel,
  { order }: Flow,
  name: ReadonlyMap<Operation, string>,
  notice: (node: Operation) => void,
): void {
  const { nodes } = (model as unknown as Parsed).executor.graph;
  for (const node of order) {
    const parsed = nodes[name.get(node)!];
    const { category } = parsed;
    const get = () => {
      notice(node);
      return category;
    };
    Object.defineProperty(parsed, 'category', { get, enumerable: true, configurable: true });
  }
}
