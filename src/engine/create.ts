import { InputError } from '../errors.ts';
import { TELEMETRY_SWITCH, telemetryIsSettled } from '../no-telemetry.ts';
import type { Device } from './devices/device.ts';
import { createEagerEngine, type EagerBackend } from './eager.ts';
import type { Engine } from './engine.ts';
import { type Notify, withFallback } from './fallback.ts';
import { installCorrections } from './tfjs-corrections.ts';

export const BLOCKED = ['auto', 'off'] as const;
export type Blocked = (typeof BLOCKED)[number];

export interface EngineOptions {
  readonly engine: 'compiled' | 'eager';
  /** Of the eager engine; the compiled one has a single backend. */
  readonly backend: EagerBackend;
  /** Of the compiled engine; `cpu` by default. */
  readonly device?: Device;
  /**
   * Of the compiled engine on the CPU. `auto`, the default: ONNX Runtime's own blocked convolutions where a probe finds them
   * equal to the operators of ONNX; `off`: never.
   */
  readonly blocked?: Blocked;
  /** Threads of the arithmetic, at least 1. */
  readonly threads: number;
  /** Called when a program, or a part of one, runs elsewhere than asked. */
  readonly notify: Notify;
}

/**
 * The engine that a plan asks for. The compiled engine falls back to the best eager backend, with a notice, for what it
 * cannot lower, and altogether (code `engine-unavailable`) where ONNX Runtime does not load, as on a platform without
 * its binaries. Throws InputError for a device or a backend that is not there: neither is replaced by another.
 */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  const { engine, backend, device = 'cpu', threads, notify } = options;
  installCorrections();
  if (engine === 'eager') {
    if (device !== 'cpu') throw notOfEager(device);
    return createEagerEngine({ backend, threads, notify });
  }
  const eager = () => createEagerEngine({ backend: 'auto', threads, notify });
  let compiled: Engine;
  try {
    compiled = await createCompiled(options);
  } catch (error) {
    if (error instanceof InputError) throw error;
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    if (device !== 'cpu') throw notLoaded(device, reason, error);
    const fallback = await eager();
    const message = `the compiled engine does not load (${reason}); everything runs on ${fallback.backend}, which is slower`;
    notify({ code: 'engine-unavailable', message });
    return fallback;
  }
  return withFallback(compiled, eager, notify);
}

/** ONNX Runtime is loaded here, not before: it may not be there. */
async function createCompiled({ device = 'cpu', blocked = 'auto', threads, notify }: EngineOptions) {
  if (!telemetryIsSettled) throw telemetryUnsettled();
  const { createCompiledEngine } = await import('./compiled.ts');
  if (device !== 'cpu') {
    const { requireDevice } = await import('./devices/require-device.ts');
    await requireDevice(device);
    return createCompiledEngine({ threads, device, notify });
  }
  const { blockSize } = await import('./blocked-probe.ts');
  return createCompiledEngine({ threads, block: blocked === 'auto' ? await blockSize() : null });
}

/** Loaded from here, it would record and send what nobody allowed. */
function telemetryUnsettled(): InputError {
  return new InputError({
    thing: 'engine compiled',
    expected: `the variable ${TELEMETRY_SWITCH} in the environment of the process`,
    found: 'none, in a worker thread, which cannot set it',
    hint:
      `Set ${TELEMETRY_SWITCH}=1 (0 lets ONNX Runtime record and send), import saliency-sanity in the main thread first, ` +
      "or run vitest with pool: 'forks', its default.",
  });
}

function notOfEager(device: Device): InputError {
  return new InputError({
    thing: `device ${device}`,
    expected: 'the engine `compiled`',
    found: '`eager`',
    hint: 'TensorFlow.js computes on a GPU with --engine eager --backend gpu.',
  });
}

function notLoaded(device: Device, reason: string, cause: unknown): InputError {
  const expected = 'a platform that onnxruntime-node has binaries for';
  return new InputError({ thing: `device ${device}`, expected, found: reason }, { cause });
}
