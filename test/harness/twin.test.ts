import { expect, test } from 'vitest';
import type { BoundModel } from '../../src/attribution/bound-model.ts';
import type { CustomMethod } from '../../src/attribution/custom-method.ts';
import type { Batch } from '../../src/attribution/method.ts';
import type { Config } from '../../src/config/config.ts';
import { Stream } from '../../src/randomize/stream.ts';
import { runChecks } from '../../src/run-checks.ts';
import { smallNetwork } from '../attribution/small-network.ts';

const stream = new Stream('texture');
const textures = Float32Array.from({ length: 12 * 144 }, () => stream.uniform());

const config: Omit<Config, 'methods'> = {
  model: smallNetwork(),
  inputs: { values: textures, shape: [12, 12, 1] },
  metrics: ['spearman-signed'],
  draws: 4,
  threads: 1,
};

/** The gradient, with `share` of the input added, normalised. */
function mixed(name: string, share: number, twin?: CustomMethod['twin']): CustomMethod {
  return {
    name,
    twin,
    explain: async (model: BoundModel, inputs: Batch, targets: Int32Array) => {
      const gradient = await model.gradient(inputs.values, targets);
      const scale = (values: Float32Array) => Math.hypot(...values);
      const [g, x] = [scale(gradient), scale(inputs.values)];
      return gradient.map((value, i) => value / g + (share * inputs.values[i]) / x);
    },
  };
}

async function explanationOf(method: CustomMethod, besides: string[]): Promise<string> {
  const report = await runChecks({ ...config, methods: [...besides, method] });
  const check = report.checks.find((one) => one.method === method.name)!;
  expect(check).toMatchObject({ status: 'failed', reason: 'gate-exceeded' });
  return check.explanation;
}

const twin = { method: 'gradient', adds: 'the input' };

test('what a method adds is named as the cause where its twin of the same run retains clearly less', async () => {
  expect(await explanationOf(mixed('mine', 3, twin), ['gradient'])).toMatch(
    /The input raises this: gradient, without it, retains \S+ .+ of its signed Spearman similarity after the output layer is random/,
  );
  expect(await explanationOf(mixed('mine', 3, 'gradient'), ['gradient'])).toContain(
    'What it adds raises this: gradient,',
  );
});

test('no cause is named where the run has no twin, or the twin retains as much', async () => {
  expect(await explanationOf(mixed('mine', 3, twin), [])).not.toContain('raises this');
  const same = { ...mixed('mine', 3, { method: 'input', adds: 'the weights' }) };
  expect(await explanationOf(same, ['input'])).not.toContain('raises this');
});

test('a twin that there is not is an error', async () => {
  await expect(
    runChecks({ ...config, methods: [mixed('mine', 1, 'gradeint')] }),
  ).rejects.toThrowErrorMatchingInlineSnapshot(
    `[InputError: twin of method mine: expected another method, of the configuration or built in, found gradeint. Did you mean gradient?]`,
  );
});
