import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { Weights } from '../model/model.ts';
import { type EagerBackend, loadBackend, onBackend, usesGpu } from './backend.ts';
import type { BoundProgram, Engine, ProgramSource } from './engine.ts';
import type { Notify } from './fallback.ts';
import { installCorrections } from './tfjs-corrections.ts';

export type { EagerBackend };

export interface EagerOptions {
  readonly backend: EagerBackend;
  /** Of TensorFlow's library, which keeps those that it was loaded with; plain JavaScript has one thread. */
  readonly threads: number;
  /** Told what `loadBackend` does otherwise than by default. */
  readonly notify?: Notify;
}

/** A tensor that lives until it is disposed, whatever scope is open. The values are checked against the shape. */
function keptTensor(
  what: string,
  values: tf.TypedArray | undefined,
  shape: readonly number[],
  dtype: tf.DataType,
): Tensor {
  const size = tf.util.sizeFromShape([...shape]);
  if (values?.length !== size) {
    throw new RangeError(
      `${what}: expected ${size} values of shape [${shape}], found ${values?.length ?? 'none'}`,
    );
  }
  return tf.keep(tf.tensor(values, [...shape], dtype));
}

/** Tensors by name, all or none: what was made before an error is disposed. */
function makeAll<S>(
  specs: Iterable<[string, S]>,
  make: (name: string, spec: S) => Tensor,
): Map<string, Tensor> {
  const made = new Map<string, Tensor>();
  try {
    for (const [name, spec] of specs) made.set(name, make(name, spec));
    return made;
  } catch (error) {
    tf.dispose([...made.values()]);
    throw error;
  }
}

function bind(backend: string, source: ProgramSource, weights: Weights): BoundProgram {
  const tensors = onBackend(backend, () =>
    makeAll(source.weights, (name, shape) =>
      keptTensor(`weight ${name}`, weights.get(name), shape, 'float32'),
    ),
  );
  let released = false;
  return {
    async run(inputs) {
      if (released) throw new Error(`${source.name} is run after its release`);
      return onBackend(backend, () => {
        const fed = makeAll(Object.entries(source.inputs), (name, { shape, dtype }) =>
          keptTensor(`input ${name}`, inputs[name], shape, dtype),
        );
        try {
          return tf.tidy(() => {
            const outputs = source.fn(Object.fromEntries(fed), tensors);
            // A copy: the cpu backend hands out the very array that a tensor holds.
            const copy = (tensor: Tensor) => Float32Array.from(tensor.dataSync());
            return Object.fromEntries(Object.entries(outputs).map(([name, tensor]) => [name, copy(tensor)]));
          });
        } finally {
          tf.dispose([...fed.values()]);
        }
      });
    },
    async release() {
      released = true;
      tf.dispose([...tensors.values()]);
    },
  };
}

/**
 * The engine that runs tensor functions as they are, on a backend of TensorFlow.js: the reference in tests, the way to
 * a CUDA GPU, and what takes over where a kernel cannot be compiled. It uses its backend only while something runs.
 *
 * Throws InputError where the package of the backend is missing or broken.
 */
export async function createEagerEngine({ backend, threads, notify }: EagerOptions): Promise<Engine> {
  const loaded = await loadBackend(backend, threads, notify);
  const { name } = loaded;
  // Without it the cpu backend advertises another package on its first use.
  tf.enableProdMode();
  installCorrections();
  const previous = tf.getBackend();
  await tf.setBackend(name);
  if (previous) await tf.setBackend(previous);
  return {
    name: 'eager',
    backend: name,
    operators: loaded.name === 'tensorflow' ? loaded.kernels : undefined,
    device: name === 'tensorflow' && usesGpu() ? 'cuda' : 'cpu',
    threads: name === 'cpu' ? 1 : Number(process.env.TF_NUM_INTRAOP_THREADS) || threads,
    async compile(source) {
      return {
        bind: async (weights) => bind(name, source, weights),
        dispose: async () => {},
      };
    },
    dispose: async () => {},
  };
}
