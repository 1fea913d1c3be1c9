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
  /**
   * Of the compiled engine. `auto`, the default: ONNX Runtime's own blocked convolutions where a probe finds them equal to the
   * operators of ONNX; `off`: never.
   */
  readonly blocked?: Blocked;
  /** Threads of the arithmetic, at least 1. */
  readonly threads: number;
  /** Called when a program runs elsewhere than asked. */
  readonly notify: Notify;
}

/**
 * The engine that a plan asks for. The compiled engine falls back to the best eager backend, with a notice, for what it
 * cannot lower, and altogether (code `engine-unavailable`) where ONNX Runtime does not load, as on a platform without
 * its binaries.
 */
export async function createEngine({
  engine,
  backend,
  blocked = 'auto',
  threads,
  notify,
}: EngineOptions): Promise<Engine> {
  installCorrections();
  if (engine === 'eager') return createEagerEngine({ backend, threads });
  const eager = () => createEagerEngine({ backend: 'auto', threads });
  let compiled: Engine;
  try {
    const { createCompiledEngine } = await import('./compiled.ts');
    const { blockSize } = await import('./blocked-probe.ts');
    const block = blocked === 'auto' ? await blockSize() : null;
    compiled = createCompiledEngine({ threads, block });
  } catch (error) {
    const fallback = await eager();
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    const message = `the compiled engine does not load (${reason}); everything runs on ${fallback.backend}, which is slower`;
    notify({ code: 'engine-unavailable', message });
    return fallback;
  }
  return withFallback(compiled, eager, notify);
}
