import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import '../../src/tfjs-cpu.ts';
import { afterAll, describe, expect, test } from 'vitest';
import type { Config } from '../../src/config/config.ts';
import type { Report } from '../../src/results/report.ts';
import { runChecks } from '../../src/run-checks.ts';
import { blobs } from '../attribution/small-network.ts';

const folder = mkdtempSync(join(tmpdir(), 'saliency-sanity-'));
afterAll(() => rmSync(folder, { recursive: true }));

/**
 * Fourteen convolutions that were learnt small, and whose initializer makes every signal many times as large unless it
 * is normalised.
 */
function explosive(): tfl.LayersModel {
  const L = tfl.layers;
  const large = tfl.initializers.randomUniform({ minval: -6, maxval: 9, seed: 1 });
  const unit = (i: number) => [
    L.conv2d({
      name: `conv${i}`,
      filters: 3,
      kernelSize: 3,
      padding: 'same' as const,
      useBias: false,
      kernelInitializer: large,
      inputShape: i === 0 ? [12, 12, 1] : undefined,
    }),
    L.batchNormalization({ name: `norm${i}` }),
    L.reLU({ name: `relu${i}` }),
  ];
  const stack = Array.from({ length: 14 }, (_, i) => unit(i)).flat();
  const head = [L.flatten({ name: 'flat' }), L.dense({ name: 'output', units: 4 })];
  const network = tfl.sequential({ layers: [...stack, ...head] });
  for (const layer of network.layers.filter(({ name }) => name.startsWith('conv'))) {
    layer.setWeights(layer.getWeights().map((kernel) => tf.mul(kernel, 0.03)));
  }
  return network;
}

const config: Config = {
  model: explosive(),
  inputs: { values: blobs(8), shape: [12, 12, 1] },
  methods: ['gradient'],
  metrics: ['spearman-abs', 'spearman-signed'],
  draws: 2,
  threads: 1,
  pictures: 1,
};
const shiftOf = (report: Report) => report.checks[0].stages.at(-1)!.logitShift;

describe('BatchNorm statistics', () => {
  test('recalibrate keeps logits in bounds where initialised statistics let them explode', async () => {
    const recalibrated = await runChecks({ ...config, batchNorm: 'recalibrate' });
    const initialised = await runChecks({ ...config, batchNorm: 'initialise' });
    expect(shiftOf(initialised)).toBeGreaterThan(1e6 * shiftOf(recalibrated));
    const [kept, proposed] = [recalibrated, initialised].map((report) => report.checks[0].explanation);
    expect(proposed).toMatch(/activations explode under random weights\. Try --batch-norm recalibrate/);
    expect(kept).not.toContain('activations explode');
    expect(recalibrated.plan.randomization['norm0/moving_mean']).toBe('recomputed on the inputs');
    expect(recalibrated.checks[0].stages.at(-1)!.coverage).toBe(1);
  });

  test('blocks are named by plan, stages and notices', async () => {
    const { plan, checks, notices } = await runChecks({ ...config, draws: 1, group: 'block' });
    expect(plan.group).toBe('block');
    expect(plan.groups.map((g) => g.name)).toEqual([
      'output',
      ...Array.from({ length: 14 }, (_, i) => `conv${13 - i}`),
    ]);
    expect(plan.groups[1].layers).toEqual(['norm13', 'conv13']);
    expect(checks[0].stages[1].layers).toEqual(['output', 'norm13', 'conv13']);
    expect(notices.find((n) => n.code === 'group')?.message).toBe(
      '29 layers are randomised in 15 blocks; --group layer randomises each alone',
    );
    const named = await runChecks({ ...config, draws: 1, layers: ['output', 'norm13'] });
    expect(named.plan.group).toBe('weight');
    expect(named.checks[0].stages.map((s) => s.name)).toEqual(['output', 'norm13']);
  });

  test('a recalibrated run goes on from its journal to the same numbers', async () => {
    const mode = { ...config, batchNorm: 'recalibrate', group: '.*' } as const;
    const whole = await runChecks({ ...mode, out: join(folder, 'whole') });
    const lines = readFileSync(join(folder, 'whole', 'journal'), 'utf8').split('\n');
    await runChecks({ ...mode, out: join(folder, 'part') });
    writeFileSync(join(folder, 'part', 'journal'), `${lines.slice(0, 2).join('\n')}\n`);
    const resumed = await runChecks({ ...mode, out: join(folder, 'part'), resume: true });
    expect(resumed.checks[0].stages).toEqual(whole.checks[0].stages);
    expect(resumed.checks[0].references).toEqual(whole.checks[0].references);
  });
});
