import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CustomMethod } from '../../src/attribution/custom-method.ts';
import { runChecks } from '../../src/run-checks.ts';
import { tinyProject } from '../cli/tiny-project.ts';

let cwd: string;
beforeAll(async () => {
  cwd = await tinyProject();
});
afterAll(() => rm(cwd, { recursive: true }));

test('a method may be called what every object has, and goes on from its journal', async () => {
  const named = (name: string): CustomMethod => ({
    name,
    explain: (model, inputs, targets) => model.gradient(inputs.values, targets),
  });
  const methods = ['plain', 'constructor', 'toString', 'hasOwnProperty'].map(named);
  const config = { model: 'model', inputs: 'inputs.npy', methods, draws: 2, pictures: 0, out: 'names' };
  const report = await runChecks(config, { cwd });
  const [plain, ...others] = report.checks;
  expect(others.map(({ method }) => method)).toEqual(['constructor', 'toString', 'hasOwnProperty']);
  for (const { stages, gates } of others)
    expect({ stages, gates }).toEqual({ stages: plain.stages, gates: plain.gates });
  const resumed = await runChecks({ ...config, resume: true }, { cwd });
  expect(resumed.checks).toEqual(report.checks);
});
