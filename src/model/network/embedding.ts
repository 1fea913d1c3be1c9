import type { EmbeddingTable } from '../tokens.ts';
import { type Flow, flowTo } from './data-flow.ts';
import type { Operation } from './operation.ts';
import type { StoredConstant } from './stored-constant.ts';

/** An embedding that a graph reads its input through. */
export interface NetworkEmbedding {
  /** The operation that takes rows of the table. */
  readonly node: Operation;
  readonly table: EmbeddingTable;
  /** What the output needs behind the embedding, whose output is the input. */
  readonly flow: Flow;
}

/**
 * The embedding that everything of the input goes through: indices have no gradient, so such a graph is explained at
 * the embedding's output. Null where there is none, or where something else reads the input too.
 */
export function embeddingOf(
  { order, data }: Flow,
  input: Operation,
  constants: ReadonlyMap<string, StoredConstant>,
  thing: string,
): NetworkEmbedding | null {
  for (const node of order) {
    if (node.kind !== 'lookup' || !data.has(node)) continue;
    const [source, indices] = node.inputs;
    const table = source && constants.get(source.node.name);
    if (source?.node.kind !== 'constant' || table?.dtype !== 'float32' || table.shape.length !== 2) continue;
    if (!indices || !data.has(indices.node)) continue;
    const flow = flowTo(order.at(-1)!, node, thing);
    if (flow.order.includes(input)) continue;
    const { shape } = table;
    return { node, table: { name: moduleOf(node.name), shape, values: table.values as Float32Array }, flow };
  }
  return null;
}

/** `embeddings.word` of `embeddings.word.Gather`, `model/embedding` of `model/embedding/GatherV2`. */
const moduleOf = (name: string): string =>
  name.slice(0, Math.max(0, name.lastIndexOf('/'), name.lastIndexOf('.'))) || name;
