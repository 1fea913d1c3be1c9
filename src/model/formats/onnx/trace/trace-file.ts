import * as tf from '@tensorflow/tfjs-core';
import { InputError } from '../../../../errors.ts';
import { tooLarge } from '../../../activation-bound.ts';
import { BeyondBounds, guarded, type Running } from '../../../run/guard.ts';
import { onCpu } from '../../../run/on-cpu.ts';
import type { LoadOptions } from '../../format.ts';
import { elementOf } from '../file/element-types.ts';
import type { OnnxFile } from '../file/onnx-file.ts';
import type { ValueProto } from '../file/value-proto.ts';
import { chooseInput } from '../inputs/choose-input.ts';
import { channelsFirst, inputOperation } from '../inputs/input-operations.ts';
import { hasChannelsFirst, type InputShape, inputShape } from '../inputs/input-shape.ts';
import { setInput } from '../inputs/set-input.ts';
import { stepsLayout } from '../inputs/steps-layout.ts';
import { tokensApart } from '../inputs/tokens-apart.ts';
import { isFloat } from '../operators/plain.ts';
import { OTHER_BATCH } from './by-batch.ts';
import type { OnnxOperation } from './onnx-operation.ts';
import type { Traced } from './traced.ts';
import { Tracer } from './tracer.ts';

/** TensorProto.DataType of onnx.proto. */
const BOOL = 9;

/** A file whose nodes are operations. */
export interface TracedFile {
  readonly input: {
    readonly value: ValueProto;
    readonly operation: OnnxOperation;
    /** As users give it: images and sequences with their channels last. */
    readonly shape: InputShape;
    /** Whether the file has them first. */
    readonly channelsFirst: boolean;
    /** Whether it is a sequence [steps, features]. */
    readonly sequence: boolean;
    /** Indices that no input may hold: the network asks for them, and is told that there are none. */
    readonly apart: readonly number[];
  };
  /** Values by name. */
  readonly scope: ReadonlyMap<string, Traced>;
  readonly tracer: Tracer;
}

/** Traces the nodes that some outputs need. Throws InputError that names the node, input or tensor at fault. */
export function traceFile(file: OnnxFile, wanted: readonly string[], options: LoadOptions): TracedFile {
  const { path, model, graph, initializers } = file;
  const stored = new Set(initializers.map(({ name }) => name));
  const { explained, others } = chooseInput(graph, stored, options, path);
  const own = inputShape(explained, options.size, path);
  const stated = own.batch ?? 1;
  let running: Running | null = null;
  const tracer = new Tracer({
    thing: path,
    batches: { stated, other: OTHER_BATCH * stated, open: own.batch === null },
    functions: model.functions,
    running: (operation) => {
      running = operation;
    },
  });
  const run = () => {
    const scope = new Map<string, Traced>();
    for (const { name, array, tensor, region } of initializers) {
      scope.set(name, tracer.constant(name, array, { tensor, region }));
    }
    const steps = own.shape.length === 2 ? stepsLayout(explained.name, graph.nodes) : null;
    const first = steps === 'features first' || hasChannelsFirst(explained.name, own.shape, graph.nodes);
    const operation = inputOperation(tracer.names.take(explained.name));
    const type = elementOf(explained.type)?.type ?? 'float32';
    scope.set(explained.name, {
      tensor: tf.zeros([0, ...own.shape], isFloat(type) ? 'float32' : 'int32'),
      batch: { axis: 0, count: 1, inner: 1 },
      reference: { node: first ? channelsFirst(operation) : operation, index: 0 },
      ...{ known: null, stored: null, type },
    });
    const leading = explained.shape?.[0];
    const batchName = typeof leading === 'string' ? leading : null;
    for (const other of others) {
      const thing = `${path}: input ${other.name}`;
      const given = setInput(other, options.set![other.name], own, batchName, thing);
      scope.set(other.name, given);
    }
    const apart = isFloat(type) ? [] : tokensApart(explained.name, graph);
    for (const { node } of apart) {
      const answer = { ...explained, name: node.outputs[0], type: BOOL };
      scope.set(node.outputs[0], setInput(answer, 0, own, batchName, `${path}: node ${node.name}`));
    }
    const asked = new Set(apart.map(({ node }) => node));
    const nodes = graph.nodes.filter((node) => !asked.has(node));
    const sets = new Map(
      model.operatorSets.map(({ domain, version }) => [domain === 'ai.onnx' ? '' : domain, version]),
    );
    tracer.trace(nodes, wanted, { scope, given: new Map(), sets, prefix: '', depth: 0 });
    const missing = wanted.find((name) => !scope.has(name));
    if (missing !== undefined) {
      const thing = `${path}: output ${missing}`;
      throw new InputError({ thing, expected: 'a value of the graph', found: 'none' });
    }
    const [channels, ...rest] = own.shape;
    const shape = first ? { ...own, shape: [...rest, channels] } : own;
    const input = {
      ...{ value: explained, operation, shape, channelsFirst: first, sequence: steps !== null },
      apart: [...new Set(apart.map(({ token }) => token))],
    };
    return { input, scope, tracer };
  };
  try {
    return onCpu(() => guarded(() => running, run));
  } catch (error) {
    if (!(error instanceof BeyondBounds)) throw error;
    const { node, message } = error;
    throw tooLarge(node ? `${path}: node ${node.name}` : path, `${node?.op ?? 'a graph'} with ${message}`);
  }
}
