import { PbfReader } from 'pbf';
import { messageOf, textOf } from './fields.ts';
import {
  type AttributeProto,
  attributeProto,
  type GraphProto,
  graphProto,
  type NodeProto,
  nodeProto,
} from './graph-proto.ts';

/** A set of operators and its version. */
export interface OperatorSet {
  domain: string;
  version: number;
}

/** A function of a file: nodes that stand for one node elsewhere. */
export interface FunctionProto {
  name: string;
  domain: string;
  overload: string;
  readonly inputs: string[];
  readonly outputs: string[];
  readonly nodes: NodeProto[];
  /** Attributes with the values that they have where none is given. */
  readonly defaults: AttributeProto[];
  readonly operatorSets: OperatorSet[];
}

/** A model as it lies in a file. */
export interface ModelProto {
  irVersion: number;
  producer: string;
  readonly operatorSets: OperatorSet[];
  readonly functions: FunctionProto[];
  graph: GraphProto | null;
}

/** Reads a ModelProto. Throws for bytes that are none. Tensors keep views of the bytes. */
export function modelProto(bytes: Uint8Array): ModelProto {
  const pbf = new PbfReader(bytes);
  const end = bytes.length;
  const model = pbf.readFields<ModelProto>(
    (field, result) => {
      if (field === 1) result.irVersion = pbf.readVarint(true);
      else if (field === 2) result.producer = textOf(pbf, end);
      else if (field === 7) result.graph = messageOf(pbf, end, graphProto);
      else if (field === 8) result.operatorSets.push(messageOf(pbf, end, operatorSet));
      else if (field === 25) result.functions.push(messageOf(pbf, end, functionProto));
    },
    { irVersion: 0, producer: '', operatorSets: [], functions: [], graph: null },
  );
  if (pbf.pos !== end) throw new Error('an end within a message');
  return model;
}

function operatorSet(pbf: PbfReader, end: number): OperatorSet {
  return pbf.readFields<OperatorSet>(
    (field, set) => {
      if (field === 1) set.domain = textOf(pbf, end);
      else if (field === 2) set.version = pbf.readVarint(true);
    },
    { domain: '', version: 0 },
    end,
  );
}

function functionProto(pbf: PbfReader, end: number): FunctionProto {
  return pbf.readFields<FunctionProto>(
    (field, made) => {
      if (field === 1) made.name = textOf(pbf, end);
      else if (field === 4) made.inputs.push(textOf(pbf, end));
      else if (field === 5) made.outputs.push(textOf(pbf, end));
      else if (field === 7) made.nodes.push(messageOf(pbf, end, nodeProto));
      else if (field === 9) made.operatorSets.push(messageOf(pbf, end, operatorSet));
      else if (field === 10) made.domain = textOf(pbf, end);
      else if (field === 11) made.defaults.push(messageOf(pbf, end, attributeProto));
      else if (field === 13) made.overload = textOf(pbf, end);
    },
    {
      name: '',
      domain: '',
      overload: '',
      inputs: [],
      outputs: [],
      nodes: [],
      defaults: [],
      operatorSets: [],
    },
    end,
  );
}
