import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, describe, expect, test } from 'vitest';
import type { BoundModel } from '../../src/attribution/bound-model.ts';
import type { Batch } from '../../src/attribution/method.ts';
import type { Config } from '../../src/config/config.ts';
import { Interrupted } from '../../src/harness/measure/interrupt.ts';
import type { CheckResult, Report } from '../../src/results/report.ts';
import { runChecks } from '../../src/run-checks.ts';
import { blobs, smallNetwork } from '../attribution/small-network.ts';
import { REFERENCE } from '../engine/reference.ts';

const folder = mkdtempSync(join(tmpdir(), 'saliency-sanity-'));
afterAll(() => rmSync(folder, { recursive: true }));

const network = smallNetwork();
const COUNT = 12;
const config: Config = {
  model: network,
  inputs: { values: blobs(COUNT), shape: [12, 12, 1] },
  methods: ['gradient', { name: 'smoothgrad', draws: 6 }, 'input-x-gradient', 'guided-backprop', 'grad-cam'],
  metrics: ['spearman-abs', 'spearman-signed', 'ssim', 'top-k'],
  draws: 2,
  threads: 1,
  pictures: 2,
};

const numbersOf = ({ checks }: Report) => checks.map(({ explanation: _, ...check }) => check);
const checkOf = (report: Report, method: string): CheckResult =>
  report.checks.find((c) => c.method === method)!;
const meanScores = (report: Report) =>
  report.checks.flatMap((c) => c.stages.flatMap((s) => Object.values(s.scores).map((v) => v?.mean ?? null)));

describe('a run', () => {
  test('is repeated by its seed to the last digit, and changed by another', async () => {
    const [first, again, other] = [
      await runChecks(config),
      await runChecks(config),
      await runChecks({ ...config, seed: 1 }),
    ];
    expect(numbersOf(again)).toEqual(numbersOf(first));
    expect(meanScores(other)).not.toEqual(meanScores(first));
  });

  test('says what it was computed on', async () => {
    const { engine, plan } = await runChecks({ ...config, device: 'cpu', methods: ['gradient'] });
    expect(engine).toMatchObject({ name: 'compiled', device: 'cpu' });
    expect(plan.device).toBe('cpu');
  });

  test('leaves the trained weights bit for bit and no tensor behind', async () => {
    const weights = () => network.getWeights().map((w) => Array.from(w.dataSync()));
    const before = weights();
    await runChecks({ ...config, engine: 'eager', backend: REFERENCE, methods: ['gradient', 'grad-cam'] });
    const tensors = tf.memory().numTensors;
    await runChecks({ ...config, engine: 'eager', backend: REFERENCE, methods: ['gradient', 'grad-cam'] });
    await runChecks(config);
    expect(tf.memory().numTensors).toBe(tensors);
    expect(weights()).toEqual(before);
  });

  test('gives the same scores for another batch size and order of inputs', async () => {
    const values = blobs(COUNT);
    const order = Array.from({ length: COUNT }, (_, i) => (i * 5) % COUNT);
    const moved = Float32Array.from(order.flatMap((i) => [...values.subarray(i * 144, (i + 1) * 144)]));
    const first = meanScores(await runChecks(config));
    const second = meanScores(
      await runChecks({ ...config, batch: 5, inputs: { values: moved, shape: [12, 12, 1] } }),
    );
    for (const [i, mean] of first.entries()) expect(Math.abs(mean! - second[i]!)).toBeLessThan(1e-5);
  });

  test('covers all parameters at the full stage and moves the logits', async () => {
    const report = await runChecks({ ...config, orders: ['cascade', 'bottom-up', 'independent'] });
    for (const { order, stages } of report.checks) {
      expect(stages.map((s) => s.logitShift).every((shift) => shift > 0)).toBe(true);
      expect(stages.at(-1)!.coverage === 1).toBe(order !== 'independent');
    }
    expect(report.checks.every((c) => c.gates.length > 0)).toBe(true);
  });

  test('compiled and eager agree on every mean score', async () => {
    const methods = ['gradient', 'input-x-gradient', 'guided-backprop', 'grad-cam'];
    const compiled = meanScores(await runChecks({ ...config, methods }));
    const eager = meanScores(await runChecks({ ...config, methods, engine: 'eager', backend: REFERENCE }));
    for (const [i, mean] of compiled.entries()) expect(Math.abs(mean! - eager[i]!)).toBeLessThan(1e-3);
  });
});

describe('controls', () => {
  test('none passes', async () => {
    const report = await runChecks({ ...config, methods: 'controls', draws: 3 });
    const verdicts = Object.fromEntries(report.checks.map((c) => [c.method, `${c.status} ${c.reason}`]));
    expect(verdicts).toEqual({
      input: 'failed gate-exceeded',
      'edge-detector': 'failed gate-exceeded',
      constant: 'inconclusive dead-maps',
      'fixed-noise': 'failed ignores-model',
      'fresh-noise': 'inconclusive not-reproducible',
    });
  });

  test('constant and NaN maps are undefined, counted, never a score', async () => {
    const nan = {
      name: 'nan',
      explain: async (_: unknown, { values }: Batch) => new Float32Array(values.length).fill(Number.NaN),
    };
    const report = await runChecks({ ...config, methods: ['constant', nan] });
    for (const { stages } of report.checks) {
      for (const { scores } of stages) {
        expect(scores['spearman-abs']).toMatchObject({ mean: null, count: 0, undefined: 2 * COUNT });
      }
    }
  });

  test('a random method of the user does not pass, whatever it says of itself', async () => {
    const noise = {
      name: 'mine',
      explain: async (_: unknown, { values }: Batch) => values.map(() => Math.random() - 0.5),
    };
    const report = await runChecks({ ...config, methods: [noise] });
    expect(checkOf(report, 'mine')).toMatchObject({ status: 'inconclusive', reason: 'not-reproducible' });
  });

  test('a method of the user sees the random weights', async () => {
    const mine = {
      name: 'own-gradient',
      explain: (model: BoundModel, inputs: Batch, targets: Int32Array) =>
        model.gradient(inputs.values, targets),
    };
    const report = await runChecks({ ...config, methods: ['gradient', mine] });
    expect(checkOf(report, 'own-gradient').stages).toEqual(checkOf(report, 'gradient').stages);
    expect(report.notices.map((n) => n.message)).toContain(
      'gradient and own-gradient give identical maps on the trained model',
    );
  });
});

describe('one draw and few inputs', () => {
  test('one draw decides nothing', async () => {
    const report = await runChecks({ ...config, draws: 1 });
    expect(new Set(report.checks.map((c) => c.reason))).toEqual(new Set(['one-draw']));
    expect(checkOf(report, 'gradient').stages[0].scores.ssim!.mean).toBeTypeOf('number');
  });

  test.each([1, 3])('%i inputs give a report', async (count) => {
    const report = await runChecks({ ...config, limit: count });
    expect(report.inputs).toHaveLength(count);
    expect(report.checks.every((c) => c.explanation.length > 0)).toBe(true);
  });
});

describe('an interrupted run', () => {
  test('goes on from its journal to the same report, also after a torn line', async () => {
    const controller = new AbortController();
    let calls = 0;
    let abortAt = Number.POSITIVE_INFINITY;
    // Stops the run at one of its steps, whatever the machine's speed.
    const counting = {
      name: 'counting',
      explain: (model: BoundModel, inputs: Batch, targets: Int32Array) => {
        if (++calls === abortAt) controller.abort();
        return model.gradient(inputs.values, targets);
      },
    };
    const both = { ...config, methods: ['input-x-gradient', counting] };
    const whole = await runChecks({ ...both, out: join(folder, 'whole') });
    const out = join(folder, 'torn');
    abortAt = calls + Math.ceil(calls / 2);
    const stopped = runChecks({ ...both, out }, { signal: controller.signal });
    await expect(stopped).rejects.toThrow(Interrupted);
    const journal = readFileSync(join(out, 'journal'), 'utf8');
    const lines = journal.trim().split('\n');
    expect(lines.length).toBeGreaterThan(2);
    writeFileSync(join(out, 'journal'), journal.slice(0, -40));

    const resumed = await runChecks({ ...both, out, resume: true });
    expect(numbersOf(resumed)).toEqual(numbersOf(whole));
    for (const file of ['scores.ndjson', 'maps/check-1.npy']) {
      expect(readFileSync(join(out, file)).equals(readFileSync(join(folder, 'whole', file)))).toBe(true);
    }
  });

  test('does not go on with another plan', async () => {
    const out = join(folder, 'whole');
    await expect(runChecks({ ...config, out, resume: true, seed: 5 })).rejects.toThrow(
      /journal: expected the journal of a run of the same version, model, inputs and plan, found plan.seed 0 there and 5 here/,
    );
  });

  test.runIf(existsSync('/dev/full'))('a disk that runs full takes no finished step away', async () => {
    const out = join(folder, 'full');
    const [journal, kept] = [join(out, 'journal'), join(out, 'kept')];
    const filling = {
      name: 'filling',
      explain: (_: BoundModel, { values }: Batch) => {
        // The second step finds no room.
        if (!existsSync(kept) && readFileSync(journal, 'utf8').includes('"kind":"measurement"')) {
          renameSync(journal, kept);
          symlinkSync('/dev/full', journal);
        }
        return values.map((value, i) => value + Math.sin(i));
      },
    };
    const given: Config = { ...config, out, methods: [filling], pictures: 0 };
    await expect(runChecks(given)).rejects.toThrow('found a full disk (ENOSPC)');
    copyFileSync(kept, `${journal}.again`);
    renameSync(`${journal}.again`, journal);
    let done: unknown;
    const resumed = await runChecks({ ...given, resume: true }, { onStart: ({ resumed: r }) => (done = r) });
    expect(done).toMatchObject({ done: 1 });
    expect(resumed.checks).toHaveLength(1);
  });
});
