import { PbfWriter } from 'pbf';

export type OnnxDType = 'float32' | 'int32' | 'int64' | 'bool';
export type OnnxData = Float32Array | Int32Array | BigInt64Array | Uint8Array;

/** Marks an attribute as a float: a bare number is an int. */
export interface FloatAttribute {
  readonly float: number;
}
/** Marks a list as one of floats. */
export interface FloatsAttribute {
  readonly floats: readonly number[];
}
export type Attribute = number | string | readonly number[] | FloatAttribute | FloatsAttribute;
export type Attributes = Readonly<Record<string, Attribute>>;

export function float(value: number): FloatAttribute {
  return { float: value };
}

export interface OnnxTensor {
  readonly name: string;
  readonly dims: readonly number[];
  readonly dtype: OnnxDType;
}

export interface OnnxOperator {
  readonly op: string;
  /** Null for an optional input that is left out. */
  readonly inputs: readonly (OnnxTensor | null)[];
  readonly outputs: readonly OnnxTensor[];
  readonly attrs: Attributes;
  /** Empty or left out for the operators of ONNX itself. */
  readonly domain?: string;
}

export interface OnnxGraph {
  readonly name: string;
  readonly operators: readonly OnnxOperator[];
  readonly inputs: readonly OnnxTensor[];
  readonly outputs: readonly OnnxTensor[];
  readonly initializers: readonly (OnnxTensor & { readonly data: OnnxData })[];
}

/** Enum TensorProto.DataType of onnx.proto. */
export const ELEMENT_TYPE: Readonly<Record<OnnxDType, number>> = { float32: 1, int32: 6, int64: 7, bool: 9 };

const IR_VERSION = 8;
const OPSET = 17;

/** The bytes of a ModelProto (onnx.proto): the fields that ONNX Runtime needs, no more. */
export function encodeModel(graph: OnnxGraph): Uint8Array {
  const pbf = new PbfWriter(new Uint8Array(sizeOfData(graph) + SPARE));
  pbf.writeVarintField(1, IR_VERSION);
  pbf.writeStringField(2, 'saliency-sanity');
  pbf.writeMessage(7, writeGraph, graph);
  pbf.writeMessage(8, writeOperatorSet, { domain: '', version: OPSET });
  const domains = new Set(graph.operators.flatMap(({ domain }) => (domain ? [domain] : [])));
  for (const domain of domains) pbf.writeMessage(8, writeOperatorSet, { domain, version: 1 });
  return pbf.finish();
}

/** Room for everything but the numbers, to begin with. */
const SPARE = 2 ** 16;

const sizeOfData = ({ initializers }: OnnxGraph): number =>
  initializers.reduce((sum, { data }) => sum + data.byteLength, 0);

function writeOperatorSet({ domain, version }: { domain: string; version: number }, pbf: PbfWriter): void {
  pbf.writeStringField(1, domain);
  pbf.writeVarintField(2, version);
}

function writeGraph({ name, operators, initializers, inputs, outputs }: OnnxGraph, pbf: PbfWriter): void {
  for (const operator of operators) pbf.writeMessage(1, writeOperator, operator);
  pbf.writeStringField(2, name);
  for (const tensor of initializers) pbf.writeMessage(5, writeTensor, tensor);
  for (const tensor of inputs) pbf.writeMessage(11, writeValue, tensor);
  for (const tensor of outputs) pbf.writeMessage(12, writeValue, tensor);
}

function writeOperator({ op, inputs, outputs, attrs, domain }: OnnxOperator, pbf: PbfWriter): void {
  for (const tensor of inputs) pbf.writeStringField(1, tensor?.name ?? '');
  for (const tensor of outputs) pbf.writeStringField(2, tensor.name);
  pbf.writeStringField(3, outputs[0].name);
  pbf.writeStringField(4, op);
  for (const attribute of Object.entries(attrs)) pbf.writeMessage(5, writeAttribute, attribute);
  if (domain) pbf.writeStringField(7, domain);
}

function writeAttribute([name, value]: [string, Attribute], pbf: PbfWriter): void {
  pbf.writeStringField(1, name);
  if (typeof value === 'number') {
    pbf.writeVarintField(3, value);
    pbf.writeVarintField(20, 2);
  } else if (typeof value === 'string') {
    pbf.writeStringField(4, value);
    pbf.writeVarintField(20, 3);
  } else if ('float' in value) {
    pbf.writeFloatField(2, value.float);
    pbf.writeVarintField(20, 1);
  } else if ('floats' in value) {
    for (const item of value.floats) pbf.writeFloatField(7, item);
    pbf.writeVarintField(20, 6);
  } else {
    for (const item of value) pbf.writeVarintField(8, item);
    pbf.writeVarintField(20, 7);
  }
}

function writeTensor({ name, dims, dtype, data }: OnnxGraph['initializers'][number], pbf: PbfWriter): void {
  for (const d of dims) pbf.writeVarintField(1, d);
  pbf.writeVarintField(2, ELEMENT_TYPE[dtype]);
  pbf.writeStringField(8, name);
  // raw_data is little-endian, as are typed arrays on every platform that ONNX Runtime is built for.
  pbf.writeBytesField(9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
}

function writeValue({ name, dims, dtype }: OnnxTensor, pbf: PbfWriter): void {
  pbf.writeStringField(1, name);
  pbf.writeMessage(2, writeType, { dims, dtype });
}

function writeType(tensor: Omit<OnnxTensor, 'name'>, pbf: PbfWriter): void {
  pbf.writeMessage(1, writeTensorType, tensor);
}

function writeTensorType({ dims, dtype }: Omit<OnnxTensor, 'name'>, pbf: PbfWriter): void {
  pbf.writeVarintField(1, ELEMENT_TYPE[dtype]);
  pbf.writeMessage(2, writeShape, dims);
}

function writeShape(dims: readonly number[], pbf: PbfWriter): void {
  for (const d of dims) pbf.writeMessage(1, (extent: number) => pbf.writeVarintField(1, extent), d);
}
