import { type Device, multiplyInFloat32 } from './devices/device.ts';
import type { Engine, Program, ProgramSource } from './engine.ts';
import type { Notify } from './fallback.ts';
import { lower } from './lower/lower.ts';
import { record } from './record/record.ts';
import { createDivision } from './sessions/division.ts';
import { createProgram } from './sessions/program.ts';
import { simplify } from './simplify/simplify.ts';

export interface CompiledOptions {
  readonly threads: number;
  /** What `blockSize` found: with it ONNX Runtime's own convolutions are used, on the CPU. Null, the default, for ONNX alone. */
  readonly block?: number | null;
  /** `cpu` by default. Another one has to be there: `requireDevice` finds out. */
  readonly device?: Device;
  /** Called when operators run on the CPU all the same, code `device-cpu`, once for each. */
  readonly notify?: Notify;
}

/**
 * The engine that records a function once, translates forward and backward pass into one ONNX graph and lets ONNX Runtime
 * compute it on a device; `threads` are those of the CPU. `compile` throws UnsupportedKernelError where the function uses a
 * kernel that has no translation.
 */
export function createCompiledEngine(options: CompiledOptions): Engine {
  const { threads, device = 'cpu', notify } = options;
  const block = device === 'cpu' ? (options.block ?? null) : null;
  if (device === 'cuda') multiplyInFloat32();
  const programs = new Set<Program>();
  const named = new Set<string>();
  const tell = (source: ProgramSource) => (operators: readonly string[]) => {
    const more = operators.filter((operator) => !named.has(operator));
    for (const operator of more) named.add(operator);
    if (more.length > 0) notify?.(onCpuNotice(more, device, source));
  };
  return {
    name: 'compiled',
    backend: 'onnxruntime',
    operators: block === null ? 'public' : 'blocked',
    device,
    threads,
    async compile(source: ProgramSource): Promise<Program> {
      const { levels } = source;
      const lowered = lower(simplify(record(source)), { block, levels });
      const settings = { threads, device, onCpu: tell(source) };
      const whole = await createProgram(source, lowered, settings);
      // Where memory is a device's own, what is kept would go there and back at every run.
      const division = levels && device === 'cpu' ? createDivision(source, lowered, settings) : undefined;
      const program: Program = {
        bind: (weights) => whole.bind(weights),
        division,
        dispose: async () => {
          await whole.dispose();
          await division?.dispose();
        },
      };
      programs.add(program);
      return program;
    },
    async dispose(): Promise<void> {
      await Promise.all([...programs].map((program) => program.dispose()));
      programs.clear();
    },
  };
}

function onCpuNotice(operators: readonly string[], device: Device, { name }: ProgramSource) {
  const message = `computed on the CPU in between, not on ${device}: ${operators.join(', ')} (first in ${name})`;
  return { code: 'device-cpu', message };
}
