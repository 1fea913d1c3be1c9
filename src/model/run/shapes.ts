import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { InputError } from '../../errors.ts';
import { tooLarge } from '../activation-bound.ts';
import { firstSentence } from '../blame.ts';
import type { Executable, NetworkShapes, NodeOutput } from '../network/executable.ts';
import type { Operation } from '../network/operation.ts';
import { BeyondBounds, guarded } from './guard.ts';
import { onCpu } from './on-cpu.ts';

/** Makes the tensors of all constants, on the backend in force. */
export type MakeConstants = () => ReadonlyMap<Operation, Tensor>;

/**
 * Shapes of all tapped nodes, from a run of the graph on an empty batch: nothing is computed, whatever its size. Graphs
 * that cannot take one (they divide by the batch size) are run on two and on three inputs. Throws InputError, which
 * names the node, where that fails too, and for a graph that asks for more numbers than are bearable.
 */
export function shapesOf(
  graph: Executable,
  input: { readonly shape: readonly number[]; readonly stated: number | null },
  constants: MakeConstants,
  thing: string,
): NetworkShapes {
  const at = (batch: number) => attempt(graph, batch, input.shape, constants, thing);
  const [empty, two] = [at(0), once(() => at(2))];
  if ('shapes' in empty) return empty.shapes;
  const three = 'shapes' in two() ? at(3) : two();
  const second = two();
  if ('shapes' in second && 'shapes' in three) return second.shapes;
  const sizes = [1, 2, ...(input.stated ? [input.stated] : [])];
  const fixed = sizes.find((batch) => 'shapes' in (batch === 2 ? two() : at(batch)));
  throw fixed === undefined
    ? refusedBatch(second as Failure, thing)
    : fixedBatch(fixed, three as Failure, thing);
}

interface Failure {
  readonly node: Operation | null;
  readonly cause: unknown;
}

type Attempt = { readonly shapes: NetworkShapes } | Failure;

const once = <T>(make: () => T): (() => T) => {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
};

function attempt(
  graph: Executable,
  batch: number,
  inputShape: readonly number[],
  constants: MakeConstants,
  thing: string,
): Attempt {
  try {
    const shapes = guarded(graph.running, () => probe(graph, batch, inputShape, constants));
    const [leading] = shapes.output.shape;
    if (leading === batch) return { shapes };
    const cause = new Error(`its output [${shapes.output.shape}] for ${batch} inputs`);
    return { node: null, cause };
  } catch (cause) {
    if (!(cause instanceof BeyondBounds)) return { node: graph.running(), cause };
    const { node, message } = cause;
    throw tooLarge(node ? `${thing}: node ${node.name}` : thing, `${node?.op ?? 'a graph'} with ${message}`);
  }
}

function refusedBatch({ node, cause }: Failure, thing: string): InputError {
  const found = `${node ? `${node.op} with ` : ''}${firstSentence(cause)}`;
  const expected = node
    ? 'an operation that TensorFlow.js runs on what reaches it'
    : 'a graph that runs on batches of any size';
  return new InputError({ thing: node ? `${thing}: node ${node.name}` : thing, expected, found }, { cause });
}

function fixedBatch(batch: number, { node, cause }: Failure, thing: string): InputError {
  const expected = 'a graph that runs on batches of any size';
  const found = `${node ? `${node.op} with ` : ''}a batch size that is fixed to ${batch}`;
  return new InputError({ thing: node ? `${thing}: node ${node.name}` : thing, expected, found }, { cause });
}

function probe(
  graph: Executable,
  batch: number,
  inputShape: readonly number[],
  constants: MakeConstants,
): NetworkShapes {
  const nodes = new Map<Operation, NodeOutput>();
  const output = onCpu(() => {
    const x = tf.zeros([batch, ...inputShape]);
    const result = graph.run(x, constants(), (node, tensor) => {
      nodes.set(node, { dtype: tensor.dtype, shape: tensor.shape });
      return tensor;
    });
    return { dtype: result.dtype, shape: result.shape };
  });
  return { batch, output, nodes };
}
