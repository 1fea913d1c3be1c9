import { configDefaults, defineConfig } from 'vitest/config';

/** What they show of TensorFlow.js is over once the engine has corrected it for the whole process. */
const BEFORE_CORRECTIONS = ['test/engine/supplied-gradients.test.ts', 'test/engine/tfjs-corrections.test.ts'];

export default defineConfig({
  test: {
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        // Files share a process and its modules: to import them anew for each took a quarter of the time.
        test: {
          name: 'together',
          isolate: false,
          include: ['test/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...BEFORE_CORRECTIONS],
        },
      },
      { extends: true, test: { name: 'apart', include: BEFORE_CORRECTIONS } },
    ],
  },
});
