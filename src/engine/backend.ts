import '../tfjs-cpu.ts';
import { createRequire } from 'node:module';
import * as tf from '@tensorflow/tfjs-core';
import { InputError } from '../errors.ts';
import { multiplyInFloat32 } from './devices/device.ts';
import type { Notify } from './fallback.ts';
import { supplyLegacyUtil } from './legacy-util.ts';
import type { Kernels } from './tensorflow/choose-kernels.ts';
import { settleKernels } from './tensorflow/settle-kernels.ts';

export const EAGER_BACKENDS = ['auto', 'cpu', 'node', 'gpu'] as const;

/** `gpu` and `node` are TensorFlow's library with and without CUDA, `cpu` plain JavaScript, `auto` the first of them that is installed. */
export type EagerBackend = (typeof EAGER_BACKENDS)[number];

const PACKAGES = { gpu: '@tensorflow/tfjs-node-gpu', node: '@tensorflow/tfjs-node' } as const;

/** Whether it can be found; a package that is found may still not load. */
function isInstalled(name: string): boolean {
  try {
    createRequire(import.meta.url).resolve(name);
    return true;
  } catch {
    return false;
  }
}

/** TensorFlow reads its settings once, when it loads. */
function setUpLibrary(threads: number): void {
  process.env.TF_NUM_INTRAOP_THREADS ??= String(threads);
  multiplyInFloat32();
  // Warnings and errors: below them it tells on standard error which instructions the processor has.
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '1';
}

async function load(name: string): Promise<void> {
  supplyLegacyUtil();
  const previous = tf.getBackend();
  const broken = (found: string, cause?: unknown) =>
    new InputError(
      {
        thing: name,
        expected: 'a package that provides the backend `tensorflow`',
        found,
        hint: 'Reinstall it, or use --backend cpu.',
      },
      { cause },
    );
  try {
    await import(name);
  } catch (error) {
    const [reason] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw broken(reason.replace(/[.\s]+$/, ''), error);
  } finally {
    // Loading it makes it the current backend.
    if (previous) await tf.setBackend(previous);
  }
  if (!tf.findBackendFactory('tensorflow'))
    throw broken('one built on a second copy of @tensorflow/tfjs-core');
}

/** Whether TensorFlow's library, once loaded, found a GPU: without one it computes on the CPU and says so only in its log. */
export function usesGpu(): boolean {
  const backend = tf.findBackend('tensorflow') as { readonly isUsingGpuDevice?: boolean } | null;
  return backend?.isUsingGpuDevice === true;
}

function noGpu(name: string): InputError {
  return new InputError({
    thing: 'engine backend gpu',
    expected: `a CUDA GPU that ${name} can use`,
    found: 'none: it would compute on the CPU',
    hint: 'What it misses (driver, CUDA, cuDNN) stands above in its own log; or use --backend node or cpu.',
  });
}

/** What a backend is called in tfjs, and of TensorFlow's library the kernels that it computes with. */
export type LoadedBackend =
  | { readonly name: 'cpu' }
  | { readonly name: 'tensorflow'; readonly kernels: Kernels };

/**
 * Loads the backend that is asked for. Leaves the current backend as it was. TensorFlow's library is tried beforehand, in
 * another process, and what is done otherwise than by default told to `notify`: code `tensorflow-kernels` where oneDNN is
 * switched off, `tensorflow-refused` where `auto` leaves the library out because it computes wrong results. Throws InputError
 * for a package that is missing, does not load or, where it was asked for, computes wrong results, and for `gpu` where no GPU
 * is found.
 */
export async function loadBackend(
  backend: EagerBackend,
  threads: number,
  notify: Notify = () => {},
): Promise<LoadedBackend> {
  for (const choice of ['gpu', 'node'] as const) {
    if (backend !== choice && backend !== 'auto') continue;
    const name = PACKAGES[choice];
    if (isInstalled(name)) {
      setUpLibrary(threads);
      const kernels = await rightKernels(name, backend, notify);
      if (kernels === null) continue;
      await load(name);
      if (backend === 'gpu' && !usesGpu()) throw noGpu(name);
      return { name: 'tensorflow', kernels };
    }
    if (backend === choice) {
      throw new InputError({
        thing: `engine backend ${choice}`,
        expected: `the package ${name}`,
        found: 'no such package',
        hint: `Install it with \`npm install ${name}\`, or use the backend \`cpu\`.`,
      });
    }
  }
  return { name: 'cpu' };
}

/** The kernels that a package is to be loaded with; null where `auto` has to do without it. */
async function rightKernels(name: string, backend: EagerBackend, notify: Notify): Promise<Kernels | null> {
  try {
    return (await settleKernels(name, notify)).kernels;
  } catch (error) {
    if (backend !== 'auto' || !(error instanceof InputError)) throw error;
    notify({ code: 'tensorflow-refused', message: `${name} is not used: found ${error.parts.found}` });
    return null;
  }
}

/** Runs `work` on a backend and returns to the previous one. `work` is synchronous; the backend has been started. */
export function onBackend<T>(name: string, work: () => T): T {
  const previous = tf.getBackend();
  // Asynchronous in type only: for a backend that has been started it is done when it returns.
  void tf.setBackend(name);
  try {
    return work();
  } finally {
    if (previous && previous !== name) void tf.setBackend(previous);
  }
}
