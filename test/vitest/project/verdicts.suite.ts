import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll } from 'vitest';
import type { Config } from '../../../src/config/config.ts';
import { describeSanityChecks } from '../../../src/vitest/index.ts';

// PROJECT has a model and inputs on which gradient passes, input fails, and constant is inconclusive.
const cwd = process.env.PROJECT;
const base: Config = {
  model: 'model',
  inputs: 'inputs.npy',
  methods: ['gradient', 'input', 'constant'],
  metrics: ['spearman-signed'],
  draws: 4,
};

describeSanityChecks(base, { name: 'nothing expected', cwd });
describeSanityChecks(
  {
    ...base,
    expected: {
      gradient: 'failed',
      input: { status: 'failed', reason: 'a control' },
      'constant/cascade': 'inconclusive',
    },
  },
  { name: 'expected', cwd },
);
describeSanityChecks({ ...base, methods: ['constant'], allowInconclusive: true }, { name: 'allowed', cwd });
describeSanityChecks('named.config.json', { name: 'file', cwd });
const flat = { ...base, model: 'flat', methods: ['gradient', 'grad-cam'] };
describeSanityChecks(flat, { name: 'left out', cwd });
describeSanityChecks(
  { ...flat, expected: { 'grad-cam': { status: 'inconclusive', reason: 'no convolution' } } },
  { name: 'left out as expected', cwd },
);

// What was loaded to name the tests is what is run: it is gone before the first of them.
beforeAll(() => rmSync(join(cwd!, 'once'), { recursive: true }), 60_000);
describeSanityChecks({ ...base, model: 'once', methods: ['gradient'] }, { name: 'loaded once', cwd });
