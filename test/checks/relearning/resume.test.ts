import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Config } from '../../../src/config/config.ts';
import { Interrupted } from '../../../src/harness/measure/interrupt.ts';
import type { Report } from '../../../src/results/report.ts';
import { runChecks } from '../../../src/run-checks.ts';
import { plainNetwork, quadrants, SIDE, trainedOn, training } from '../quadrants.ts';

const folder = mkdtempSync(join(tmpdir(), 'saliency-sanity-'));
afterAll(() => rmSync(folder, { recursive: true }));

let config: Config;
beforeAll(async () => {
  const held = quadrants(8, 3);
  config = {
    model: await trainedOn(plainNetwork(), 1),
    inputs: { ...held, labels: [...held.labels], shape: [SIDE, SIDE, 1] },
    ...{ checks: ['retraining', 'roar'], methods: ['gradient'], metrics: ['spearman-abs'] },
    ...{ threads: 1, pictures: 1, training: { ...training, seeds: 2, epochs: 3 } },
  };
}, 60_000);

const numbersOf = ({ checks }: Report) => checks;
const networksIn = (cache: string) => readdirSync(cache).filter((name) => name.endsWith('.trained')).length;

test('a run that was stopped in a training goes on there, to the same report', async () => {
  const whole = numbersOf(await runChecks(config));
  const cache = join(folder, 'cache');
  const settings = { ...config, out: join(folder, 'out'), training: { ...config.training, cache } };
  const controller = new AbortController();
  const stopped = runChecks(settings, {
    signal: controller.signal,
    onProgress: ({ label }) => {
      if (label.startsWith('training: seed 2, gradient, most relevant pixels, 50 % gone, epoch 2'))
        controller.abort();
    },
  });
  await expect(stopped).rejects.toThrow(Interrupted);
  // Two of the true labels, ten of the first seed, five and two of the second.
  expect(networksIn(cache)).toBe(2 + 10 + 5 + 2);
  expect(readdirSync(cache).filter((name) => name.endsWith('.checkpoint'))).toHaveLength(1);
  const before = readFileSync(join(settings.out, 'journal'), 'utf8');
  expect(before).toContain('"check":"roar"');

  const labels: string[] = [];
  const resumed = await runChecks(
    { ...settings, resume: true },
    { onProgress: ({ label }) => labels.push(label) },
  );
  expect(numbersOf(resumed)).toEqual(whole);
  expect(networksIn(cache)).toBe(2 + 2 * 10);
  const trained = labels.filter((label) => label.includes('epoch'));
  expect(trained.every((label) => label.startsWith('training: seed 2'))).toBe(true);
  expect(trained.some((label) => label.includes('10 % gone') && label.includes('gradient'))).toBe(false);
}, 30_000);

test('the compiled and the eager engine learn the same', async () => {
  const few = {
    checks: ['roar'],
    methods: ['gradient'],
    pictures: 0,
    training: { ...training, seeds: 1, epochs: 2 },
  };
  const areas = ({ checks }: Report) => checks[0].curves?.map(({ mean }) => mean);
  const compiled = areas(await runChecks({ ...config, ...few }));
  const eager = areas(await runChecks({ ...config, ...few, engine: 'eager', backend: 'cpu' }));
  expect(compiled).toHaveLength(2);
  expect(eager).toEqual(compiled);
}, 30_000);

test('in looks the accuracies of all inputs are those of the same networks', async () => {
  const held = quadrants(12, 3);
  const settings = {
    ...{ ...config, checks: ['roar'], methods: ['input'], pictures: 0 },
    inputs: { ...held, labels: [...held.labels], shape: [SIDE, SIDE, 1] },
    training: { ...config.training, cache: join(folder, 'looks') },
  };
  const whole = await runChecks(settings);
  const looks = await runChecks({ ...settings, decide: true });
  expect(looks.looks!.taken).toBeGreaterThan(1);
  const meansOf = ({ checks: [{ stages }] }: Report) =>
    Object.entries(stages[0].scores).map(([name, scores]) => [name, scores?.mean]);
  expect(meansOf(looks)).toEqual(meansOf(whole));
  expect(networksIn(join(folder, 'looks'))).toBe(2 * 10);
}, 30_000);
