import { defineConfig } from 'vitest/config';

/** What is tested on plain JavaScript by `npm test`, on tfjs-node: apart from it, because a library has to be set up. */
export default defineConfig({
  test: {
    include: [
      'test/tfjs-node/*.spec.ts',
      'test/engine/*.test.ts',
      'test/engine/kernels/*.test.ts',
      'test/model/formats/tfjs-graph/graph-parity.test.ts',
      'test/attribution/{golden,explain-batch}.test.ts',
      'test/randomize/recalibrate.test.ts',
      'test/randomize/training/train-network.test.ts',
      'test/harness/{null-run,run}.test.ts',
    ],
    provide: { reference: 'node' },
    globalSetup: ['test/tfjs-node/set-up.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
