import * as tf from '@tensorflow/tfjs-core';
import { type DType, type ProgramSource, UnsupportedKernelError } from '../engine.ts';
import { installCorrections } from '../tfjs-corrections.ts';
import { removeDead } from './dead.ts';
import { type Graph, type GraphNode, sizeOf, type Value } from './graph.ts';
import { BACKEND_NAME, recordingBackend } from './register.ts';

/**
 * Runs the source's function once on tensors without numbers and returns the kernels it called, forward and backward,
 * without those that no output needs. tfjs's backend is the same before and after. Throws UnsupportedKernelError for
 * a kernel without a translation, and an error that names the operation where the function reads values on the host,
 * assigns a variable or draws random numbers.
 */
export function record(source: ProgramSource): Graph {
  installCorrections();
  const backend = recordingBackend();
  const inputs = new Map(
    Object.entries(source.inputs).map(([name, spec]) => [
      name,
      symbol('input', name, spec.shape, spec.dtype),
    ]),
  );
  const weights = new Map(
    [...source.weights].map(([name, shape]) => [name, symbol('weight', name, shape, 'float32')]),
  );
  const tensor = (value: Value) => tf.engine().makeTensorFromTensorInfo(backend.info(value), backend);
  const outputs = new Map<string, Value>();

  let nodes: GraphNode[] = [];
  onBackend(() => {
    backend.start();
    try {
      tf.tidy(() => {
        const results = source.fn(
          Object.fromEntries([...inputs].map(([name, value]) => [name, tensor(value)])),
          new Map([...weights].map(([name, value]) => [name, tensor(value)])),
        );
        for (const [name, result] of Object.entries(results)) outputs.set(name, backend.resolve(result));
      });
    } finally {
      nodes = backend.stop();
    }
  });
  return removeDead({ inputs, weights, nodes, outputs });
}

function symbol(kind: 'input' | 'weight', name: string, shape: readonly number[], dtype: DType): Value {
  if (sizeOf(shape) === 0) throw new Error(`${kind} ${name}: shape [${shape}] has no elements`);
  return { shape: [...shape], dtype, source: { kind, name } };
}

/** Calls `run` with the recording backend in force and assignments forbidden; restores both. */
function onBackend(run: () => void): void {
  const previous = tf.getBackend() || 'cpu';
  const { assign } = tf.Variable.prototype;
  tf.Variable.prototype.assign = function refuse() {
    throw new Error(
      `variable ${this.name} was assigned while recording: a recorded function may not change state`,
    );
  };
  try {
    // A promise, but fulfilled when it returns: a backend made by a synchronous factory needs no start.
    void tf.setBackend(BACKEND_NAME);
    run();
  } catch (error) {
    throw namedKernel(error);
  } finally {
    tf.Variable.prototype.assign = assign;
    void tf.setBackend(previous);
  }
}

/** Kernels that not even the `cpu` backend has are refused by tfjs itself, in a text that names them. */
function namedKernel(error: unknown): unknown {
  const kernel =
    error instanceof Error ? /Kernel '(\w+)' not registered/.exec(error.message)?.[1] : undefined;
  return kernel ? new UnsupportedKernelError(kernel, 'no translation is known') : error;
}
