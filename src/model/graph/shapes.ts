import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { InputError } from '../../errors.ts';
import type { Executable } from './executable.ts';
import type { GraphNode } from './graph-def.ts';

/** What a node gives for a batch. */
export interface NodeOutput {
  readonly dtype: string;
  /** The batch axis included. */
  readonly shape: readonly number[];
}

/** Makes the tensors of all constants, on the backend in force. */
export type MakeConstants = () => ReadonlyMap<GraphNode, Tensor>;

export interface GraphShapes {
  readonly batch: number;
  readonly output: NodeOutput;
  readonly nodes: ReadonlyMap<GraphNode, NodeOutput>;
}

/**
 * Shapes of all tapped nodes, from a run of the graph on an empty batch: nothing is computed, whatever its size. Graphs
 * that cannot take one (they divide by the batch size) are run on two inputs. Throws InputError where that fails too.
 */
export function shapesOf(
  graph: Executable,
  order: readonly GraphNode[],
  inputShape: readonly number[],
  constants: MakeConstants,
  thing: string,
): GraphShapes {
  try {
    return probe(graph, 0, inputShape, constants);
  } catch {
    // Told apart below.
  }
  try {
    return probe(graph, 2, inputShape, constants);
  } catch (cause) {
    const alone = worksAlone(graph, inputShape, constants);
    const culprit = alone ? null : firstToFail(graph, order, inputShape, constants, cause);
    throw new InputError(
      {
        thing: culprit ? `${thing}: node ${culprit.name}` : thing,
        expected: culprit
          ? 'an operation that TensorFlow.js runs on what reaches it'
          : 'a graph that runs on batches of any size',
        found: alone
          ? 'a batch size that is fixed to 1'
          : `${culprit ? `${culprit.op} with ` : ''}${firstSentence(cause)}`,
      },
      { cause },
    );
  }
}

function probe(
  graph: Executable,
  batch: number,
  inputShape: readonly number[],
  constants: MakeConstants,
): GraphShapes {
  const nodes = new Map<GraphNode, NodeOutput>();
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

/** Runs on the cpu backend, frees every tensor and puts the backend back. */
function onCpu<T>(body: () => T): T {
  const previous = tf.getBackend();
  // A promise, but fulfilled when it returns: the cpu backend is made by a synchronous factory.
  void tf.setBackend('cpu');
  tf.engine().startScope();
  try {
    return body();
  } finally {
    tf.engine().endScope();
    void tf.setBackend(previous || 'cpu');
  }
}

function worksAlone(graph: Executable, inputShape: readonly number[], constants: MakeConstants): boolean {
  try {
    probe(graph, 1, inputShape, constants);
    return true;
  } catch {
    return false;
  }
}

/**
 * The first node, in the graph's order, at which an empty batch fails; null where it fails with another error than the
 * one that is to be explained.
 */
function firstToFail(
  graph: Executable,
  order: readonly GraphNode[],
  inputShape: readonly number[],
  constants: MakeConstants,
  cause: unknown,
): GraphNode | null {
  const errorOf = (count: number): string | null => {
    try {
      onCpu(() => graph.runTo(order.slice(0, count), tf.zeros([0, ...inputShape]), constants()));
      return null;
    } catch (error) {
      return firstSentence(error);
    }
  };
  // What a longer part of the order needs contains what a shorter one needs, so the place can be bisected.
  let [runs, fails] = [0, order.length];
  while (fails - runs > 1) {
    const middle = (runs + fails) >> 1;
    if (errorOf(middle) === null) runs = middle;
    else fails = middle;
  }
  return errorOf(fails) === firstSentence(cause) ? order[fails - 1] : null;
}

function firstSentence(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return `the error ${JSON.stringify(text.split(/\.\s|\n/, 1)[0].slice(0, 200))}`;
}
