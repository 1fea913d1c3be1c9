import type { GraphNode } from '../formats/tfjs-graph/graph-def.ts';
import type { StoredConstant } from '../formats/tfjs-graph/stored-constants.ts';
import type { EmbeddingTable } from '../tokens.ts';
import { type Flow, flowTo } from './data-flow.ts';
import { scopeOf } from './names.ts';

/** An embedding that a graph reads its input through. */
export interface GraphEmbedding {
  /** The operation that takes rows of the table. */
  readonly node: GraphNode;
  readonly table: EmbeddingTable;
  /** What the output needs behind the embedding, whose output is the input. */
  readonly flow: Flow;
}

const GATHER = /^(?:Resource)?Gather(?:V2)?$/;

/**
 * The embedding that everything of the input goes through: indices have no gradient, so such a graph is explained at
 * the embedding's output. Null where there is none, or where something else reads the input too.
 */
export function embeddingOf(
  { order, data }: Flow,
  input: GraphNode,
  constants: ReadonlyMap<string, StoredConstant>,
  thing: string,
): GraphEmbedding | null {
  for (const node of order) {
    if (!GATHER.test(node.op) || !data.has(node)) continue;
    const [source, indices] = node.inputs;
    const table = source && constants.get(source.node.name);
    if (source?.node.op !== 'Const' || table?.dtype !== 'float32' || table.shape.length !== 2) continue;
    if (!indices || !data.has(indices.node)) continue;
    const flow = flowTo(order.at(-1)!, node, thing);
    if (flow.order.includes(input)) continue;
    const { shape } = table;
    return { node, table: { name: scopeOf(node.name), shape, values: table.values as Float32Array }, flow };
  }
  return null;
}
