import '../../src/tfjs-cpu.ts';
import * as tfl from '@tensorflow/tfjs-layers';
import { expect, test } from 'vitest';
import type { Config } from '../../src/config/config.ts';
import { runChecks } from '../../src/run-checks.ts';
import { blobs, smallNetwork } from '../attribution/small-network.ts';

const config = {
  inputs: { values: blobs(2), shape: [12, 12, 1] },
  ...{ methods: ['gradient'], metrics: ['ssim'], draws: 2, threads: 1, pictures: 0 },
} satisfies Partial<Config>;

test('a gate that asks on the other side than its check is refused', async () => {
  const judged = (gate: NonNullable<Config['gates']>[number]) =>
    runChecks({ ...config, model: smallNetwork(), checks: ['settings', 'cascade'], gates: [gate] });
  await expect(
    judged({ check: 'settings', stage: 'each', metric: 'ssim', maximum: 0.5 }),
  ).rejects.toThrowErrorMatchingInlineSnapshot(
    `[InputError: gate settings each ssim: expected \`minimum\`: the check asks for the least, found \`maximum\`.]`,
  );
  await expect(
    judged({ check: 'cascade', stage: 'full', metric: 'ssim', minimum: 0.5 }),
  ).rejects.toThrowErrorMatchingInlineSnapshot(
    `[InputError: gate cascade full ssim: expected \`maximum\`: the check asks for the most, found \`minimum\`.]`,
  );
});

test('classes of a network without any are not asked about', async () => {
  const input = tfl.input({ shape: [12, 12, 1] });
  const flat = tfl.layers.flatten().apply(input) as tfl.SymbolicTensor;
  const value = tfl.layers.dense({ units: 1 }).apply(flat) as tfl.SymbolicTensor;
  const model = tfl.model({ inputs: input, outputs: value });
  await expect(
    runChecks({ ...config, model, checks: 'class-sensitivity' }),
  ).rejects.toThrowErrorMatchingInlineSnapshot(
    `[InputError: check class-sensitivity: expected a classifier of 2 classes or more, found a single output that is a number (a regression).]`,
  );
});
