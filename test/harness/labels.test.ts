import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, describe, expect, test } from 'vitest';
import type { Config } from '../../src/config/config.ts';
import { Interrupted } from '../../src/harness/measure/interrupt.ts';
import { Stream } from '../../src/randomize/stream.ts';
import type { Report } from '../../src/results/report.ts';
import { REPORT_SCHEMA } from '../../src/results/report-schema.ts';
import { planChecks, runChecks } from '../../src/run-checks.ts';
import { blobs, smallNetwork } from '../attribution/small-network.ts';

const folder = mkdtempSync(join(tmpdir(), 'saliency-labels-'));
afterAll(() => rmSync(folder, { recursive: true }));

const COUNT = 40;
const data = {
  values: Float32Array.from(blobs(COUNT, 2), (value) => 2 * value),
  labels: Int32Array.from({ length: COUNT }, (_, i) => i % 4),
};
const network = smallNetwork();
const inputs = blobs(8);
const predicted = tf.argMax(network.predict(tf.tensor(inputs, [8, 12, 12, 1])) as tf.Tensor, 1).dataSync();
const training = { data, epochs: 300, batch: 10, rate: 0.01, cache: join(folder, 'cache') };
const config: Config = {
  model: network,
  inputs: { values: inputs, shape: [12, 12, 1], labels: [...predicted.subarray(0, 7), null] },
  methods: ['gradient', 'input'],
  metrics: ['spearman-abs', 'spearman-signed', 'ssim'],
  orders: ['labels'],
  threads: 1,
  pictures: 2,
  training,
};

/** Everything but what says how long it took and where the networks came from. */
const numbersOf = ({ checks, training: networks }: Report) => ({
  checks,
  networks: networks?.map(({ cached: _, ...one }) => one),
});
const reasonsOf = ({ checks }: Report) =>
  Object.fromEntries(checks.map(({ method, status, reason }) => [method, `${status} ${reason}`]));

describe('the order labels', () => {
  test('judges against networks that learnt permuted labels, and gives the same from the cache', async () => {
    const fresh = await runChecks(config);
    expect(fresh.training).toHaveLength(2);
    for (const [k, network] of fresh.training!.entries()) {
      expect(network).toMatchObject({ labels: `permutation ${k + 1}`, ended: 'accuracy', cached: false });
      expect(network.accuracy).toBeGreaterThanOrEqual(0.95);
      expect(network.curve).toHaveLength(network.epochs);
      expect(network.testAccuracy! * 7).toBeCloseTo(Math.round(network.testAccuracy! * 7));
    }
    const [gradient, input] = fresh.checks;
    expect(gradient.order).toBe('labels');
    expect(gradient.stages.map(({ name, coverage }) => [name, coverage])).toEqual([['labels', 1]]);
    expect(gradient.stages[0].scores['spearman-abs']!.count).toBe(2 * 8);
    expect(gradient.references['spearman-abs']!.null).toBeTypeOf('number');
    expect(gradient.reason).not.toBe('memorisation-failed');
    expect(input.status).toBe('failed');
    expect(input.explanation).toContain('after training on random labels');
    expect(REPORT_SCHEMA.parse(fresh).training).toEqual(fresh.training);

    const stored = await runChecks(config);
    expect(stored.training!.map(({ cached }) => cached)).toEqual([true, true]);
    expect(numbersOf(stored)).toEqual(numbersOf(fresh));
    const apart = await runChecks({ ...config, training: { ...training, cache: false } });
    expect(numbersOf(apart)).toEqual(numbersOf(fresh));
  });

  test('is inconclusive where the labels were not learnt', async () => {
    const report = await runChecks({ ...config, training: { ...training, epochs: 1, cache: false } });
    expect(reasonsOf(report)).toEqual({
      gradient: 'inconclusive memorisation-failed',
      input: 'inconclusive memorisation-failed',
    });
    const lowest = Math.min(...report.training!.map(({ accuracy }) => accuracy));
    expect(report.checks[0].explanation).toContain(
      `reached an accuracy of ${Math.round(100 * lowest)} %, not the 95 % asked for`,
    );
  });

  test('stands beside other orders without changing them', async () => {
    const [alone, together] = [
      await runChecks({ ...config, orders: ['cascade'], draws: 2 }),
      await runChecks({ ...config, orders: ['labels', 'cascade'], draws: 2 }),
    ];
    expect(alone.training).toBeUndefined();
    expect(alone.plan.training).toBeUndefined();
    const withoutText = (report: Report) =>
      report.checks.filter(({ order }) => order === 'cascade').map(({ explanation: _, ...check }) => check);
    expect(withoutText(together)).toEqual(withoutText(alone));
  });

  test('compares with a network that is trained on the true labels, where asked', async () => {
    const report = await runChecks({
      ...config,
      training: { ...training, network: 'trained', sameInitial: true, permutations: 1 },
    });
    expect(report.training!.map(({ labels }) => labels)).toEqual(['true', 'permutation 1']);
    const given = await runChecks({ ...config, training: { ...training, permutations: 1 } });
    expect(report.inputs.map(({ probability }) => probability)).not.toEqual(
      given.inputs.map(({ probability }) => probability),
    );
    expect(given.checks[0].references.ssim!.null).toBeNull();
    expect(reasonsOf(given).gradient).toBe('inconclusive one-draw');
  });

  test('shows a map of every permutation', async () => {
    const out = join(folder, 'pictures');
    await runChecks({ ...config, out });
    const index = JSON.parse(readFileSync(join(out, 'maps', 'index.json'), 'utf8'));
    expect(index.checks[0].stages).toEqual(['trained', 'permutation 1', 'permutation 2']);
    const drawn = readFileSync(join(out, 'figures', 'labels-abs-1.svg'), 'utf8');
    expect(drawn).toContain('permutation 2');
    expect(readFileSync(join(out, 'report.md'), 'utf8')).toMatch(
      /\| permutation 2 \| accuracy reached \| cache \| (9\d|100) %/,
    );
  });

  test('goes on where it was interrupted, in training and in the journal', async () => {
    const whole = numbersOf(await runChecks(config));
    const cache = join(folder, 'interrupted');
    const run = (settings: Partial<Config>, stop?: (label: string, done: number) => boolean) => {
      const controller = new AbortController();
      const onProgress = ({ label, done }: { label: string; done: number }) => {
        if (stop?.(label, done)) controller.abort();
      };
      const chosen = { ...config, training: { ...training, cache }, ...settings };
      return runChecks(chosen, { signal: controller.signal, onProgress });
    };
    const out = join(folder, 'resumed');
    const stopped = run({ out }, (label) => label.startsWith('training on permutation 2/2, epoch'));
    await expect(stopped).rejects.toThrow(Interrupted);
    expect(readdirSync(cache).filter((name) => name.endsWith('.trained'))).toHaveLength(1);

    expect(numbersOf(await run({ out, resume: true }))).toEqual(whole);
    // A journal that lost its last step has to explain permutation 1 again for the null.
    const journal = readFileSync(join(out, 'journal'), 'utf8').trim().split('\n');
    const last = journal.findIndex((line) => line.includes('"change"') && line.includes('"draw":1'));
    expect(last).toBeGreaterThan(0);
    writeFileSync(join(out, 'journal'), `${journal.slice(0, last - 1).join('\n')}\n`);
    expect(numbersOf(await run({ out, resume: true }))).toEqual(whole);
    const other = { ...data, values: data.values.map((value) => value + 1) };
    await expect(run({ out, resume: true, training: { ...training, data: other } })).rejects.toThrow(
      /found that of a run of the same options with other regions, training data or code of its own methods/,
    );
  });

  test('counts no work that early ends and the cache spared', async () => {
    const last = async (settings: Partial<Config>) => {
      const seen: { done: number; total: number; label: string }[] = [];
      await runChecks({ ...config, ...settings }, { onProgress: (progress) => seen.push(progress) });
      return seen;
    };
    const cache = join(folder, 'counted');
    const trained = await last({ training: { ...training, cache } });
    expect(trained.some(({ label }) => /^training on permutation 1\/2, epoch \d+, loss /.test(label))).toBe(
      true,
    );
    const most = 2 * training.epochs * COUNT;
    expect(trained[0].total).toBeGreaterThan(most);
    expect(trained.at(-1)!.total).toBeLessThan(most);
    const stored = await last({ training: { ...training, cache } });
    expect(stored.every(({ label }) => !label.includes('epoch'))).toBe(true);
  });

  test('is planned without its data being read', async () => {
    const never = function* () {
      if (COUNT > 0) throw new Error('read');
      yield { values: new Float32Array(144), label: 0 };
    };
    const planned = await planChecks({ ...config, training: { data: never } });
    expect(planned).toEqual([
      { method: 'gradient', order: 'labels', leftOut: null },
      { method: 'input', order: 'labels', leftOut: null },
    ]);
  });

  test('permutes a share of the labels', async () => {
    const report = await runChecks({
      ...config,
      training: { ...training, labelNoise: 0.1, epochs: 1, permutations: 1, cache: false },
    });
    expect(report.plan.training).toMatchObject({ labelNoise: 0.1, data: 'arrays', epochs: 1 });
  });

  test('takes examples of a generator', async () => {
    const examples = function* () {
      const stream = new Stream('examples');
      for (let i = 0; ; i++)
        yield { values: Float32Array.from({ length: 144 }, () => stream.uniform()), label: i % 4 };
    };
    const report = await runChecks({
      ...config,
      training: { data: examples, limit: 16, epochs: 1, permutations: 1, cache: false },
    });
    expect(report.plan.training).toMatchObject({ data: 'generated', limit: 16 });
  });
});

describe('bad input', () => {
  test.each<[string, Partial<Config['training']>, RegExp]>([
    ['no data', { data: undefined }, /check labels: expected training data, found none\. Give --train-data/],
    [
      'fewer labels than images',
      { data: { ...data, labels: data.labels.slice(1) } },
      /training labels: expected 40/,
    ],
    [
      'a class without example',
      { data: { ...data, labels: data.labels.map((l) => l % 3) } },
      /found none of class 3/,
    ],
    [
      'a rate that diverges',
      { rate: 1e5, optimizer: 'sgd', cache: false },
      /learning rate 100000.*It diverges/s,
    ],
    [
      'initial weights nobody knows',
      { sameInitial: true },
      /training\.sameInitial: expected network: 'trained'/,
    ],
    ['momentum of Adam', { momentum: 0.5 }, /training\.momentum: expected optimizer sgd/],
    [
      'a share beyond 1',
      { labelNoise: 2 },
      /training\.labelNoise: expected a share above 0 and up to 1, found 2/,
    ],
    ['an unknown key', { epoch: 3 } as never, /found `epoch`.*epochs/],
    [
      'labels that are no classes',
      { data: { ...data, labels: data.labels.map(() => 7) } },
      /training label 0/,
    ],
  ])('%s', async (_, wrong, message) => {
    await expect(runChecks({ ...config, training: { ...training, ...wrong } })).rejects.toThrow(message);
  });
});
