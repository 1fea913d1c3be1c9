import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    dir: fileURLToPath(new URL('.', import.meta.url)),
    include: ['**/*.test.ts'],
    pool: 'forks',
    reporters: ['verbose', fileURLToPath(new URL('../src/vitest/reporter.ts', import.meta.url))],
  },
});
