import * as tf from '@tensorflow/tfjs-core';
import type { Port, ReadNetwork } from '../../network/read-network.ts';
import type { LoadOptions } from '../format.ts';
import type { OnnxFile } from './file/onnx-file.ts';
import type { ValueProto } from './file/value-proto.ts';
import { initializationOf } from './initialization.ts';
import { channelsFirst, inputOperation } from './input-layout.ts';
import { ONNX_MODEL } from './name.ts';
import { NAMING } from './naming.ts';
import { runNetwork } from './run-network.ts';
import type { OnnxOperation } from './trace/onnx-operation.ts';
import type { Traced } from './trace/traced.ts';
import { Tracer } from './trace/tracer.ts';

/** The network of an ONNX file. Throws InputError that names the node at fault. */
export function readNetwork(file: OnnxFile, source: string, _: LoadOptions): ReadNetwork {
  const { path, model, graph, initializers } = file;
  const stored = new Set(initializers.map(({ name }) => name));
  const inputs = graph.inputs.filter(({ name }) => !stored.has(name));
  const batch = statedBatch(inputs[0]);
  const batches = { stated: batch, other: 7 * batch };
  const tracer = new Tracer({ thing: path, batches, functions: model.functions, running: () => {} });
  const scope = new Map<string, Traced>();
  for (const { name, array } of initializers) scope.set(name, tracer.constant(name, array));
  const ports = inputs.map((input) => traceInput(input, tracer, scope));
  const sets = new Map(
    model.operatorSets.map(({ domain, version }) => [domain === 'ai.onnx' ? '' : domain, version]),
  );
  const wanted = graph.outputs.map(({ name }) => name);
  tf.engine().startScope();
  tracer.trace(graph.nodes, wanted, { scope, given: new Map(), sets, prefix: '', depth: 0 });
  tf.engine().endScope();
  const outputs = graph.outputs.flatMap((output): Port[] => {
    const value = scope.get(output.name);
    if (!value?.reference) return [];
    return [{ ...value.reference, key: output.name, shape: undefined, stated: undefined }];
  });
  return {
    ...{ format: ONNX_MODEL, source, path, topology: null, inputs: ports, outputs, naming: NAMING },
    constants: [...tracer.constants.values()],
    notices: ['an ONNX file records no initializers: new kernels are drawn by fan, new biases are zero'],
    refusalOf: (operations) =>
      (operations as OnnxOperation[]).find(({ refusal }) => refusal)?.refusal ?? null,
    requireNumbers: () => {},
    requireStored: () => {},
    executable: runNetwork,
    initialization: (weight, flow) =>
      initializationOf(
        weight,
        flow,
        () => tracer.constants.get(weight.constant.name)!.values as Float32Array,
      ),
    files: () => [],
  };
}

const statedBatch = (input: ValueProto | undefined): number => {
  const first = input?.shape?.[0];
  return typeof first === 'number' && first > 0 ? first : 1;
};

function traceInput(input: ValueProto, tracer: Tracer, scope: Map<string, Traced>): Port {
  const { name } = input;
  const node = inputOperation(tracer.names.take(name));
  const shape = (input.shape ?? []).map((extent) => (typeof extent === 'number' ? extent : null));
  const rest = shape.slice(1) as number[];
  const isImage = rest.length === 3 && rest[0] <= 4;
  const last: OnnxOperation = isImage ? channelsFirst(node) : node;
  scope.set(name, {
    tensor: tf.zeros([0, ...rest]),
    batch: { axis: 0, count: 1, inner: 1 },
    reference: { node: last, index: 0 },
    ...{ known: null, stored: null, type: 'float32' },
  });
  const given = isImage ? [shape[0], rest[1], rest[2], rest[0]] : shape;
  return { key: name, node, index: 0, shape: given, stated: given };
}
