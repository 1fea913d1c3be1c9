import { describeSanityChecks } from '../../../src/vitest/index.ts';

describeSanityChecks(
  { model: 'model', inputs: 'inputs.npy', methods: ['gradient'], expected: { gradeint: 'failed' } },
  { cwd: process.env.PROJECT },
);
