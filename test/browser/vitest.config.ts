import { defineConfig } from 'vitest/config';

/** Tests in a real browser: apart from `npm test`, because they need one installed. */
export default defineConfig({
  test: {
    include: ['test/browser/**/*.spec.ts'],
    globalSetup: ['test/browser/chromium.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 1,
  },
});
