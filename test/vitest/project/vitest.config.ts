import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// Suites that are run by suite.test.ts in a process of their own, because some of their tests have to fail.
export default defineConfig({
  test: {
    dir: fileURLToPath(new URL('.', import.meta.url)),
    include: ['*.suite.ts'],
    pool: 'threads',
    maxWorkers: 1,
    isolate: false,
    // Shorter than anything takes: a suite has a limit of its own.
    testTimeout: 1,
    hookTimeout: 1,
    attachmentsDir: process.env.ATTACHMENTS,
  },
});
