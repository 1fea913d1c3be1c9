import { loadBackend } from '../../src/engine/backend.ts';
import { createCompiledEngine } from '../../src/engine/compiled.ts';
import type { Device } from '../../src/engine/devices/device.ts';
import { missingFor } from '../../src/engine/devices/require-device.ts';
import { createEagerEngine } from '../../src/engine/eager.ts';
import type { Engine } from '../../src/engine/engine.ts';
import type { Notify } from '../../src/engine/fallback.ts';

/** A way to compute on a GPU. */
export interface GpuEngine {
  /** What the run command is given to get it. */
  readonly options: string;
  /** The name that `npm run bench -- networks --device` knows. */
  readonly bench: string;
  /** Why it cannot run here, or null. */
  missing(): Promise<string | null>;
  create(notify?: Notify): Engine | Promise<Engine>;
}

const compiled = (device: Device): GpuEngine => ({
  options: `--engine compiled --device ${device}`,
  bench: device,
  async missing() {
    const absence = await missingFor(device);
    return absence && `expected ${absence.expected}, found ${absence.found}. ${absence.hint}`;
  },
  create: (notify) => createCompiledEngine({ threads: 2, device, notify }),
});

const eager: GpuEngine = {
  options: '--engine eager --backend gpu',
  bench: 'tfjs-node-gpu',
  missing: () =>
    loadBackend('gpu', 2).then(
      () => null,
      (error: Error) => error.message,
    ),
  create: () => createEagerEngine({ backend: 'gpu', threads: 2 }),
};

/** By the name that SALIENCY_SANITY_GPU has in the tests. */
export const GPU_ENGINES: Readonly<Record<string, GpuEngine>> = {
  webgpu: compiled('webgpu'),
  cuda: compiled('cuda'),
  eager,
};
