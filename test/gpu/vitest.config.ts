import { defineConfig } from 'vitest/config';

// `npm run test:gpu` runs it for every GPU that is there. What the compiled engine computes there, kernel by kernel, too.
const device = process.env.SALIENCY_SANITY_GPU ?? 'webgpu';
const compiled = device !== 'eager';

export default defineConfig({
  test: {
    include: ['test/gpu/*.suite.ts', ...(compiled ? ['test/engine/kernels/*.test.ts'] : [])],
    env: compiled ? { SALIENCY_SANITY_DEVICE: device } : {},
    // A processor that plays the GPU compiles shaders for seconds.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    pool: 'forks',
    maxWorkers: 1,
  },
});
