import { createDivision } from './division.ts';
import type { Engine, Program, ProgramSource } from './engine.ts';
import { lower } from './lower/lower.ts';
import { createProgram } from './program.ts';
import { record } from './record/record.ts';
import { simplify } from './simplify/simplify.ts';

export interface CompiledOptions {
  readonly threads: number;
  /** What `blockSize` found: with it ONNX Runtime's own convolutions are used. Null, the default, for ONNX alone. */
  readonly block?: number | null;
}

/**
 * The engine that records a function once, lowers forward and backward pass into one ONNX graph and lets ONNX Runtime
 * compute it on the CPU, with `threads` threads. `compile` throws UnsupportedKernelError where the function uses a kernel
 * that has no lowered.
 */
export function createCompiledEngine({ threads, block = null }: CompiledOptions): Engine {
  const programs = new Set<Program>();
  return {
    name: 'compiled',
    backend: 'onnxruntime',
    operators: block === null ? 'public' : 'blocked',
    threads,
    async compile(source: ProgramSource): Promise<Program> {
      const { levels } = source;
      const lowered = lower(simplify(record(source)), { block, levels });
      const program = await createProgram(source, lowered, threads);
      const division = levels && createDivision(source, lowered, threads);
      const whole: Program = {
        bind: (weights) => program.bind(weights),
        division,
        dispose: async () => {
          await program.dispose();
          await division?.dispose();
        },
      };
      programs.add(whole);
      return whole;
    },
    async dispose(): Promise<void> {
      await Promise.all([...programs].map((program) => program.dispose()));
      programs.clear();
    },
  };
}
