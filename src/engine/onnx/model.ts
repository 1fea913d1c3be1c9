import { Message } from './protobuf.ts';

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
  const body = new Message();
  for (const operator of graph.operators) body.message(1, operatorMessage(operator));
  body.string(2, graph.name);
  for (const tensor of graph.initializers) body.message(5, tensorMessage(tensor, tensor.data));
  for (const tensor of graph.inputs) body.message(11, valueInfo(tensor));
  for (const tensor of graph.outputs) body.message(12, valueInfo(tensor));
  const opset = (domain: string, version: number) => new Message().string(1, domain).int(2, version);
  const model = new Message().int(1, IR_VERSION).string(2, 'saliency-sanity').message(7, body);
  model.message(8, opset('', OPSET));
  const domains = new Set(graph.operators.flatMap(({ domain }) => (domain ? [domain] : [])));
  for (const domain of domains) model.message(8, opset(domain, 1));
  return model.finish();
}

function operatorMessage({ op, inputs, outputs, attrs, domain }: OnnxOperator): Message {
  const message = new Message();
  for (const tensor of inputs) message.string(1, tensor?.name ?? '');
  for (const tensor of outputs) message.string(2, tensor.name);
  message.string(3, outputs[0].name).string(4, op);
  for (const [name, value] of Object.entries(attrs)) message.message(5, attribute(name, value));
  if (domain) message.string(7, domain);
  return message;
}

function attribute(name: string, value: Attribute): Message {
  const message = new Message().string(1, name);
  if (typeof value === 'number') return message.int(3, value).int(20, 2);
  if (typeof value === 'string') return message.string(4, value).int(20, 3);
  if ('float' in value) return message.float(2, value.float).int(20, 1);
  if ('floats' in value) {
    for (const item of value.floats) message.float(7, item);
    return message.int(20, 6);
  }
  for (const item of value) message.int(8, item);
  return message.int(20, 7);
}

function tensorMessage({ name, dims, dtype }: OnnxTensor, data: OnnxData): Message {
  const message = new Message();
  for (const d of dims) message.int(1, d);
  // raw_data is little-endian, as are typed arrays on every platform that ONNX Runtime is built for.
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return message.int(2, ELEMENT_TYPE[dtype]).string(8, name).bytes(9, bytes);
}

function valueInfo({ name, dims, dtype }: OnnxTensor): Message {
  const shape = new Message();
  for (const d of dims) shape.message(1, new Message().int(1, d));
  const tensorType = new Message().int(1, ELEMENT_TYPE[dtype]).message(2, shape);
  return new Message().string(1, name).message(2, new Message().message(1, tensorType));
}
