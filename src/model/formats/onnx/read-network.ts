import { createHash } from 'node:crypto';
import { InputError } from '../../../errors.ts';
import { bytesInParts } from '../../bytes-in-parts.ts';
import { bytesOf } from '../../fingerprint.ts';
import type { Port, ReadNetwork } from '../../network/read-network.ts';
import type { LoadOptions } from '../format.ts';
import { elementOf, elementWords } from './file/element-types.ts';
import type { OnnxFile } from './file/onnx-file.ts';
import type { ValueProto } from './file/value-proto.ts';
import { initializationOf } from './initialization.ts';
import { ONNX_MODEL } from './name.ts';
import { NAMING } from './naming.ts';
import { isFloat } from './operators/plain.ts';
import { runNetwork } from './run-network.ts';
import type { OnnxOperation } from './trace/onnx-operation.ts';
import { type TracedFile, traceFile } from './trace/trace-file.ts';
import { modelFiles } from './write/model-files.ts';
import { type Piece, piecesOf } from './write/pieces.ts';

const DRAWN_BY_USE =
  'an ONNX file records no initializers: kernels that feed a ReLU are drawn after He, others after Glorot, by fan; ' +
  'new biases are zero, tables and tokens are normal with their own SD';

/** The network of an ONNX file. Throws InputError that names the node at fault. */
export function readNetwork(file: OnnxFile, source: string, options: LoadOptions): ReadNetwork {
  const { path, graph, bytes } = file;
  const { output } = options;
  const named = graph.outputs.filter(({ name }) => name === output);
  const wanted = (named.length > 0 ? named : graph.outputs).map(({ name }) => name);
  const traced = traceFile(file, wanted, options);
  const { tracer, input } = traced;
  const constants = [...tracer.constants.values()];
  const valuesOf = (name: string) => tracer.constants.get(name)!.values as Float32Array;
  const tensors = new Map(
    [...tracer.places].map(([name, place]) => [name, { ...place, values: valuesOf(name) }]),
  );
  const inside = [...tensors].flatMap(([name, { tensor, region }]) =>
    region ? [] : [[name, tensor] as const],
  );
  const pieces = piecesOf(bytes, new Map(inside));
  const { batch } = input.shape;
  const shape = [batch, ...input.shape.shape];
  return {
    ...{ format: ONNX_MODEL, source, path, naming: NAMING, constants },
    topology: topologyOf(pieces, traced, options),
    inputs: [{ key: input.value.name, node: input.operation, index: 0, shape, stated: shape }],
    outputs: graph.outputs.flatMap((one) => portOf(one, traced)),
    notices: [DRAWN_BY_USE, ...ofBatches(batch), ...ofApart(input.apart), ...tracer.notices],
    refusalOf: (operations) =>
      (operations as readonly OnnxOperation[]).find(({ refusal }) => refusal)?.refusal ?? null,
    requireNumbers: (_, thing) => requireFloats(input.value, thing),
    findsPlanes: true,
    channelsFirst: input.channelsFirst,
    sequence: input.sequence,
    apart: input.apart,
    requireStored: () => {},
    executable: runNetwork,
    initialization: (weight, flow) => initializationOf(weight, flow, () => valuesOf(weight.constant.name)),
    files: (values) => {
      for (const [name, given] of values)
        requireWritable(name, given, tensors.has(name), valuesOf(name), path);
      return modelFiles({ path, pieces, tensors }, values);
    },
  };
}

/** Throws InputError for other numbers of a weight that lies in the file as no tensor. */
function requireWritable(
  name: string,
  given: ArrayLike<number>,
  isTensor: boolean,
  own: Float32Array,
  path: string,
): void {
  if (isTensor || own.every((value, index) => value === given[index])) return;
  const found = 'one that is an attribute of a node';
  throw new InputError({ thing: `${path}: ${name}`, expected: 'a weight that is stored as a tensor', found });
}

/** Shapes that a file states for one batch size are taken for any. */
const ofBatches = (batch: number | null): string[] =>
  batch === null ? [] : [`the file states batches of ${batch}: its shapes are taken for batches of any size`];

/** What holds for inputs without the tokens that the network asks for. */
const ofApart = (apart: readonly number[]): string[] =>
  apart.length === 0
    ? []
    : [
        `the network asks which tokens are ${apart.join(' or ')}, padding most likely: inputs may hold none of them`,
      ];

function portOf({ name }: ValueProto, { scope }: TracedFile): Port[] {
  const value = scope.get(name);
  return value?.reference ? [{ ...value.reference, key: name, shape: undefined, stated: undefined }] : [];
}

/** What the hash of the model goes over beside its weights: the file without them, other constants, and what was asked for. */
function topologyOf(pieces: readonly Piece[], { tracer, input }: TracedFile, { set }: LoadOptions): unknown {
  const hash = createHash('sha256');
  for (const piece of pieces) if (piece instanceof Uint8Array) hash.update(piece);
  for (const { values } of tracer.constants.values()) {
    const bytes =
      values instanceof Float32Array
        ? bytesOf(values)
        : Buffer.from(values.buffer, values.byteOffset, values.byteLength);
    for (const part of bytesInParts(bytes)) hash.update(part);
  }
  return [hash.digest('hex'), input.value.name, input.shape.shape, set ?? null];
}

function requireFloats({ type }: ValueProto, thing: string): void {
  const element = elementOf(type);
  if (element && isFloat(element.type)) return;
  const expected = 'floats, which have a gradient, or indices that one embedding alone reads';
  throw new InputError({ thing, expected, found: elementWords(type) });
}
