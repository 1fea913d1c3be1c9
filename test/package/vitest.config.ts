import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// What a user gets: packs the package and installs it, which needs a registry. `npm run test:package`.
export default defineConfig({
  test: {
    dir: fileURLToPath(new URL('.', import.meta.url)),
    include: ['*.suite.ts'],
    pool: 'forks',
    maxWorkers: 1,
    testTimeout: 300_000,
    hookTimeout: 600_000,
  },
});
