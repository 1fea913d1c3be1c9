import type { PbfReader } from 'pbf';
import { boundedBytes, entryOf, messageOf, numbersOf, textOf } from './fields.ts';
import { type TensorProto, tensorProto } from './tensor-proto.ts';
import { type ValueProto, valueProto } from './value-proto.ts';

/** An attribute of a node: the one of its fields that is set. */
export interface AttributeProto {
  name: string;
  /** The attribute of the function whose value it takes. */
  reference: string;
  /** Enum AttributeProto.AttributeType of onnx.proto; 0 in files before IR version 2. */
  type: number;
  float?: number;
  int?: number;
  text?: Uint8Array;
  tensor?: TensorProto;
  graph?: GraphProto;
  readonly floats: number[];
  readonly ints: number[];
  readonly texts: Uint8Array[];
  /** What is not read: sparse tensors, types, lists of tensors and graphs. */
  unread: string;
}

/** A node as it lies in a file. */
export interface NodeProto {
  name: string;
  op: string;
  domain: string;
  overload: string;
  readonly inputs: string[];
  readonly outputs: string[];
  readonly attributes: AttributeProto[];
  /** What an exporter noted. */
  readonly metadata: Map<string, string>;
}

/** A graph as it lies in a file. */
export interface GraphProto {
  name: string;
  readonly nodes: NodeProto[];
  readonly initializers: TensorProto[];
  /** How many initializers are sparse, which are not read. */
  sparse: number;
  readonly inputs: ValueProto[];
  readonly outputs: ValueProto[];
}

/** Graphs within graphs and functions, at most. */
const DEEPEST = 32;
let depth = 0;

/** Reads a GraphProto. Throws for graphs within graphs beyond 32. */
export function graphProto(pbf: PbfReader, end: number): GraphProto {
  if (depth >= DEEPEST) throw new Error(`graphs within graphs, more than ${DEEPEST} deep`);
  depth++;
  try {
    return pbf.readFields<GraphProto>(
      (field, graph) => {
        if (field === 1) graph.nodes.push(messageOf(pbf, end, nodeProto));
        else if (field === 2) graph.name = textOf(pbf, end);
        else if (field === 5) graph.initializers.push(messageOf(pbf, end, tensorProto));
        else if (field === 11) graph.inputs.push(messageOf(pbf, end, valueProto));
        else if (field === 12) graph.outputs.push(messageOf(pbf, end, valueProto));
        else if (field === 15) {
          boundedBytes(pbf, end);
          graph.sparse++;
        }
      },
      { name: '', nodes: [], initializers: [], sparse: 0, inputs: [], outputs: [] },
      end,
    );
  } finally {
    depth--;
  }
}

/** Reads a NodeProto. */
export function nodeProto(pbf: PbfReader, end: number): NodeProto {
  return pbf.readFields<NodeProto>(
    (field, node) => {
      if (field === 1) node.inputs.push(textOf(pbf, end));
      else if (field === 2) node.outputs.push(textOf(pbf, end));
      else if (field === 3) node.name = textOf(pbf, end);
      else if (field === 4) node.op = textOf(pbf, end);
      else if (field === 5) node.attributes.push(messageOf(pbf, end, attributeProto));
      else if (field === 7) node.domain = textOf(pbf, end);
      else if (field === 8) node.overload = textOf(pbf, end);
      else if (field === 9) node.metadata.set(...entryOf(pbf, end));
    },
    {
      ...{ name: '', op: '', domain: '', overload: '' },
      ...{ inputs: [], outputs: [], attributes: [], metadata: new Map() },
    },
    end,
  );
}

const UNREAD: Readonly<Record<number, string>> = {
  10: 'tensors',
  11: 'graphs',
  14: 'a type',
  15: 'types',
  22: 'a sparse tensor',
  23: 'sparse tensors',
};

/** Reads an AttributeProto. */
export function attributeProto(pbf: PbfReader, end: number): AttributeProto {
  return pbf.readFields<AttributeProto>(
    (field, attribute) => {
      if (field === 1) attribute.name = textOf(pbf, end);
      else if (field === 2) attribute.float = pbf.readFloat();
      else if (field === 3) attribute.int = pbf.readVarint(true);
      else if (field === 4) attribute.text = boundedBytes(pbf, end);
      else if (field === 5) attribute.tensor = messageOf(pbf, end, tensorProto);
      else if (field === 6) attribute.graph = messageOf(pbf, end, graphProto);
      else if (field === 7) attribute.floats.push(...floatsOf(pbf, end));
      else if (field === 8) attribute.ints.push(...numbersOf(pbf, end));
      else if (field === 9) attribute.texts.push(boundedBytes(pbf, end));
      else if (field === 20) attribute.type = pbf.readVarint();
      else if (field === 21) attribute.reference = textOf(pbf, end);
      else if (UNREAD[field]) {
        boundedBytes(pbf, end);
        attribute.unread = UNREAD[field];
      }
    },
    { name: '', reference: '', type: 0, floats: [], ints: [], texts: [], unread: '' },
    end,
  );
}

function floatsOf(pbf: PbfReader, end: number): number[] {
  if (pbf.type !== 2) return [pbf.readFloat()];
  const bytes = boundedBytes(pbf, end);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: bytes.length >> 2 }, (_, index) => view.getFloat32(4 * index, true));
}
