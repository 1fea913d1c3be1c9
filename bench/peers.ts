import { createRequire } from 'node:module';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { loadBackend } from '../src/engine/backend.ts';
import { blockSize } from '../src/engine/blocked-probe.ts';
import { createCompiledEngine } from '../src/engine/compiled.ts';
import type { Device } from '../src/engine/devices/device.ts';
import { missingFor } from '../src/engine/devices/require-device.ts';
import { createEagerEngine } from '../src/engine/eager.ts';
import type { Engine, ProgramSource } from '../src/engine/engine.ts';
import { installCorrections } from '../src/engine/tfjs-corrections.ts';
import type { Weights } from '../src/model/model.ts';

export type Gradient = (x: Float32Array) => Promise<Float32Array>;

/** An engine under measurement: makes a program ready to run. */
export interface Peer {
  readonly name: string;
  ready(source: ProgramSource, weights: Weights): Promise<Gradient>;
}

/** A peer that cannot run here, and why. */
export interface Missing {
  readonly name: string;
  readonly missing: string;
}

function enginePeer(name: string, engine: Engine): Peer {
  return {
    name,
    async ready(source, weights) {
      const program = await (await engine.compile(source)).bind(weights);
      return async (x) => (await program.run({ x })).gradient;
    },
  };
}

/** TensorFlow.js as its users run it: weights stay on the backend, the input is fed and the gradient read back. */
function backendPeer(name: string, backend: string): Peer {
  return {
    name,
    async ready(source, weights) {
      await tf.setBackend(backend);
      const tensors = new Map(
        [...source.weights].map(([key, shape]) => [key, tf.tensor(weights.get(key)!, [...shape])]),
      );
      return async (x) => {
        await tf.setBackend(backend);
        return tf.tidy(() => {
          const input = tf.tensor(x, [...source.inputs.x.shape]);
          return Float32Array.from(source.fn({ x: input }, tensors).gradient.dataSync());
        });
      };
    },
  };
}

async function wasm(threads: number): Promise<Peer | Missing> {
  const name = 'tfjs wasm';
  try {
    const backend = await import('@tensorflow/tfjs-backend-wasm');
    const entry = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm');
    backend.setWasmPaths(path.dirname(entry) + path.sep);
    backend.setThreadsCount(threads);
    if (!(await tf.setBackend('wasm'))) return { name, missing: 'the backend did not start' };
    const simd = await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT');
    const parallel = await tf.env().getAsync('WASM_HAS_MULTITHREAD_SUPPORT');
    return backendPeer(`${name} (${simd ? 'SIMD' : 'no SIMD'}, ${parallel ? threads : 1} thread)`, 'wasm');
  } catch (error) {
    return { name, missing: String(error) };
  }
}

async function native(threads: number, choice: 'node' | 'gpu' = 'node'): Promise<Peer | Missing> {
  const name = choice === 'node' ? 'tfjs-node' : 'tfjs-node-gpu';
  try {
    return backendPeer(name, (await loadBackend(choice, threads)).name);
  } catch (error) {
    return { name, missing: (error as Error).message };
  }
}

async function onDevice(device: Device, threads: number): Promise<Peer | Missing> {
  const name = `compiled on ${device}`;
  const absence = await missingFor(device);
  return absence
    ? { name, missing: absence.found }
    : enginePeer(name, createCompiledEngine({ threads, device }));
}

/**
 * One peer alone, so that nothing else is loaded into the process: `compiled`, `public` (the compiled engine without blocked
 * convolutions), `webgpu`, `cuda`, `tfjs-node`, `tfjs-node-gpu` or `wasm`.
 */
export async function peerByName(name: string, threads: number): Promise<Peer | Missing> {
  tf.enableProdMode();
  installCorrections();
  if (name === 'wasm') return wasm(threads);
  if (name === 'tfjs-node') return native(threads);
  if (name === 'tfjs-node-gpu') return native(threads, 'gpu');
  if (name === 'webgpu' || name === 'cuda') return onDevice(name, threads);
  if (name === 'public') return enginePeer('compiled, public operators', createCompiledEngine({ threads }));
  const block = await blockSize();
  if (block === null) return { name: 'compiled', missing: 'no blocked convolutions on this processor' };
  return enginePeer('compiled', createCompiledEngine({ threads, block }));
}

/** The compiled engine as a run uses it here. */
export async function engineOf(threads: number): Promise<Engine> {
  tf.enableProdMode();
  installCorrections();
  return createCompiledEngine({ threads, block: await blockSize() });
}

/** The compiled engine, and what it is compared with. */
export async function peers(threads: number): Promise<{ base: Peer; others: (Peer | Missing)[] }> {
  tf.enableProdMode();
  installCorrections();
  const base = enginePeer('compiled', createCompiledEngine({ threads, block: await blockSize() }));
  const eager = enginePeer('eager cpu (tfjs cpu)', await createEagerEngine({ backend: 'cpu', threads }));
  return { base, others: [await wasm(threads), eager, await native(threads)] };
}
