import { GraphModel, registerOp } from '@tensorflow/tfjs-converter';
import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { InputError } from '../../../errors.ts';
import type { Flow } from '../../network/data-flow.ts';
import type { FinalActivation } from '../../network/final-activation.ts';
import type { GraphNode, Reference } from './graph-def.ts';
import { HOOK, type NodeEntry, withSlope } from './hooks.ts';
import { supplyOperations } from './supplied-operations.ts';
import { withUnstated } from './unstated.ts';

/** Called with the output of a node; what it returns takes the output's place. */
export type NodeTap = (node: GraphNode, output: Tensor) => Tensor;

/** A graph that TensorFlow.js's own converter runs, as a pure function. */
export interface Executable {
  /** The output for an input and the value of every constant, by node. Synchronous. */
  run(input: Tensor, constants: ReadonlyMap<GraphNode, Tensor>, tap?: NodeTap): Tensor;
  /** The node that is being run, or was run last: where an error came from. */
  running(): GraphNode | null;
}

export interface ExecutableParts {
  readonly flow: Flow;
  readonly input: GraphNode;
  readonly output: Reference;
  readonly removed: FinalActivation | null;
  /** The nodes whose outputs are shown to a tap. */
  readonly tapped: ReadonlySet<GraphNode>;
  /** What takes the place of a node: entries of which one has its name. */
  readonly instead?: (node: GraphNode, entry: NodeEntry) => readonly NodeEntry[];
}

/** The operation that shows an output to a tap: an identity, where no tap is in force. */
const TAP = 'SaliencySanityTap';
/** What a file may not contain. */
const OWN: ReadonlySet<string> = new Set([TAP, HOOK]);

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
export function executable(parts: ExecutableParts, thing: string): Executable {
  const { flow, input, output, removed, tapped, instead = (_, entry) => [entry] } = parts;
  const name = new Map(flow.order.map((node, index) => [node, `n${index}`]));
  const tapName = (node: GraphNode) => `${name.get(node)}_tap`;
  const reference = ({ node, index }: Reference) => {
    if (index > 0) return `${name.get(node)}:${index}`;
    return tapped.has(node) ? tapName(node) : name.get(node)!;
  };
  const nodes = flow.order.flatMap((node, index): readonly NodeEntry[] => {
    // Shapes of placeholders fix the batch size that the graph was converted with.
    if (node === input) return [{ name: name.get(node)!, op: 'Placeholder', input: [], attr: FLOAT }];
    const { op, attr } = node === removed?.node ? removed.instead : node;
    const entry = {
      name: name.get(node)!,
      op: OWN.has(op) ? '' : op,
      input: node.inputs.map(reference),
      attr,
    };
    const entries = instead(node, entry).flatMap(withSlope).map(withUnstated);
    if (!tapped.has(node)) return entries;
    const tap = { name: tapName(node), op: TAP, input: [entry.name], attr: { index: { i: index } } };
    return [...entries, tap];
  });
  const model = parse(nodes, thing);
  requireKnown(model, flow, name, thing);
  let running: GraphNode | null = null;
  noticeRuns(model, flow, name, (node) => {
    running = node;
  });
  const result = reference(output);
  const feedsOf = (x: Tensor, constants: ReadonlyMap<GraphNode, Tensor>) => {
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
  name: ReadonlyMap<GraphNode, string>,
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
  name: ReadonlyMap<GraphNode, string>,
  notice: (node: GraphNode) => void,
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
