import { availableParallelism } from 'node:os';
import { oneOf, reported, whole } from './kinds.ts';
import { option } from './option.ts';

const group = 'Computation:';

/** What does the work. All engines and devices compute the same maps: where they do not, a baseline should find it. */
export const COMPUTATION_OPTIONS = {
  /** `compiled` (ONNX Runtime, the default) or `eager` (a TensorFlow.js backend). */
  engine: option(oneOf(['compiled', 'eager']), {
    decides: 'nothing',
    default: 'compiled',
    planned: reported.text(),
    flag: { group, help: ({ standard }) => `compiled or eager (${standard})` },
  }),
  /** Backend of the eager engine: `auto` (the default), `cpu`, `node` or `gpu`. */
  backend: option(oneOf(['auto', 'cpu', 'node', 'gpu']), {
    decides: 'nothing',
    default: 'auto',
    flag: { group, help: 'Backend of the eager engine: auto, cpu, node, gpu' },
  }),
  /**
   * What the compiled engine computes on: `cpu` (the default), `webgpu` (a GPU through Vulkan, Metal or Direct3D) or `cuda`
   * (one of NVIDIA). A device that is not there is an error, never replaced.
   */
  device: option(oneOf(['cpu', 'webgpu', 'cuda']), {
    decides: 'nothing',
    default: 'cpu',
    flag: {
      group,
      help: ({ standard }) => `What the compiled engine computes on: cpu, webgpu, cuda (${standard})`,
    },
  }),
  /**
   * ONNX Runtime's own blocked convolutions in the compiled engine on the CPU: `auto` (the default), where a probe finds them equal to
   * the operators of ONNX; `off`, never.
   */
  blocked: option(oneOf(['auto', 'off']), {
    decides: 'nothing',
    default: 'auto',
    flag: {
      group,
      help: ({ standard }) =>
        `Blocked convolutions of the compiled engine on the CPU: auto or off (${standard})`,
    },
  }),
  /** Threads of the compiled engine. By default the number of available cores, which is also the most. */
  threads: option(whole(1, 1024, 'a whole number from 1 to 1024'), {
    decides: 'nothing',
    default: availableParallelism(),
    flag: { group, help: 'Threads of the compiled engine (all cores)' },
  }),
  /** Inputs per forward and backward pass. By default 32, or fewer where memory or the number of inputs asks for fewer. */
  batch: option(whole(1, 65_536, 'a whole number from 1 to 65536'), {
    decides: 'nothing',
    default: 32,
    flag: { group, help: ({ standard }) => `Inputs per pass (at most ${standard}, as memory allows)` },
  }),
};
