import { beforeAll, describe, expect, test } from 'vitest';
import type { Config } from '../../../src/config/config.ts';
import type { CheckResult, Report, RunCost } from '../../../src/results/report.ts';
import { REPORT_SCHEMA } from '../../../src/results/report-schema.ts';
import { runChecks } from '../../../src/run-checks.ts';
import { plainNetwork, quadrants, SIDE, trainedOn, training } from '../quadrants.ts';

const held = quadrants(24, 3);

let config: Config;
let report: Report;
let cost: RunCost;
const progress: { label: string; done: number; total: number }[] = [];
beforeAll(async () => {
  config = {
    model: await trainedOn(plainNetwork(), 1),
    inputs: { ...held, labels: [...held.labels], shape: [SIDE, SIDE, 1] },
    ...{ checks: ['roar', 'kar'], methods: ['input', 'fresh-noise'], metrics: ['spearman-abs'] },
    ...{ threads: 1, pictures: 1, training: { ...training, epochs: 8 } },
  };
  report = await runChecks(config, {
    onStart: (start) => {
      cost = start.cost;
    },
    onProgress: (at) => progress.push(at),
  });
}, 60_000);

const checkOf = (method: string, check: string): CheckResult =>
  report.checks.find((one) => one.method === method && one.check === check)!;

describe('networks that learn what is left', () => {
  // In these images what is bright is the class, and a map of the input says so.
  test.each(['roar', 'kar'])('%s: a map of what matters passes, random maps lie about 0', (check) => {
    const known = checkOf('input', check);
    expect([known.status, known.reason], known.explanation).toEqual(['passed', null]);
    const random = checkOf('fresh-noise', check);
    expect([random.status, random.reason], random.explanation).toEqual(['inconclusive', 'undecided']);
    const [{ low, high, status }] = random.gates;
    expect(low).toBeLessThan(0);
    expect(high).toBeGreaterThan(0);
    expect(status).toBe('open');
  });

  test('both checks hold their maps against the same random ranking', () => {
    const random = (check: string) =>
      checkOf('input', check).curves?.find(({ curve }) => curve === 'random-accuracy')?.mean;
    expect(random('roar')).toHaveLength(5);
    expect(random('kar')).toEqual(random('roar'));
  });

  test('a curve is the accuracy at every share, the score its area beside that of the random ranking', () => {
    const { curves = [], stages } = checkOf('input', 'roar');
    expect(curves.map(({ curve, x }) => [curve, x])).toEqual([
      ['accuracy', [0.1, 0.3, 0.5, 0.7, 0.9]],
      ['random-accuracy', [0.1, 0.3, 0.5, 0.7, 0.9]],
    ]);
    const [own, random] = curves.map(({ mean }) => {
      const [a, b, c, d, e] = mean.map((value) => value ?? Number.NaN);
      return (a / 2 + b + c + d + e / 2) / 4;
    });
    const { scores } = stages[0];
    expect(scores['accuracy-area']?.mean).toBeCloseTo(own, 6);
    expect(scores['random-accuracy-area']?.mean).toBeCloseTo(random, 6);
    expect(scores['accuracy-below-random']?.mean).toBeCloseTo(random - own, 6);
    expect(own).toBeLessThan(random - 0.2);
  });

  test('the cost is known before it begins, and the progress ends with it', () => {
    // Three seeds of five shares: two methods under two checks, and the random ranking.
    expect(cost.networks).toBe(3 * 5 * (2 * 2 + 1));
    expect(cost.training).toBe(75 * 8 * 80);
    const last = progress.at(-1)!;
    expect(last.done).toBe(last.total);
    expect(
      progress.some(({ label }) => /^training: seed 2, random ranking, 70 % gone, epoch/.test(label)),
    ).toBe(true);
  });

  test('training images are explained once for both checks', () => {
    const explained = progress.filter(
      ({ label }, i) => label === 'training images, input' && label !== progress[i - 1]?.label,
    );
    expect(explained).toHaveLength(1);
  });

  test('says what was found', () => {
    const sentence = (method: string, check: string) =>
      checkOf(method, check)
        .explanation.replace(/ Reproduce: .*/, '')
        .replace(/−?(\d*\.)?\d+( %)? \([^)]*\)/g, '#');
    expect([sentence('input', 'roar'), sentence('input', 'kar')]).toMatchInlineSnapshot(`
      [
        "Accuracy below random is # where networks are retrained without the most relevant pixels; above 0 passes.",
        "Accuracy above random is # where networks are retrained without the least relevant pixels; above 0 passes.",
      ]
    `);
    expect(REPORT_SCHEMA.safeParse(report).error).toBeUndefined();
  });
});

describe('what can be told of it', () => {
  test('nothing where networks learn no more than to guess', async () => {
    const few = {
      checks: ['roar'],
      methods: ['input'],
      training: { ...training, epochs: 1, rate: 1e-5, seeds: 2 },
    };
    const [{ status, reason, explanation }] = (await runChecks({ ...config, ...few })).checks;
    expect([status, reason]).toEqual(['inconclusive', 'not-applicable']);
    expect(
      explanation.replace(/answer \d+ %/, 'answer # %').replace(/ Reproduce.*/, ''),
    ).toMatchInlineSnapshot(
      `"No gate applies to these maps. Accuracy below random is left out: networks that lack random pixels answer # % of the 24 inputs as labelled, which cannot be told from guessing. Metrics that apply to these maps can be named with --metrics, and in the gates of a configuration that has some. No method of this run passes this check on this network."`,
    );
  });

  test('an input without a label, or no training data, is an error', async () => {
    const inputs = {
      values: held.values,
      shape: [SIDE, SIDE, 1],
      labels: [null, ...held.labels.subarray(1)],
    };
    await expect(runChecks({ ...config, inputs })).rejects.toThrowErrorMatchingInlineSnapshot(
      `[InputError: check roar: label of inputs[0]: expected a label for every input, so that answers are right or wrong, found none for 1 of 24. Put images into a folder for each class, or give --labels.]`,
    );
    await expect(
      runChecks({ ...config, training: { epochs: 3 } }),
    ).rejects.toThrowErrorMatchingInlineSnapshot(
      `[InputError: check roar: expected training data, found none. Give --train-data, or \`training: { data }\` in the configuration: images in a folder for each class, .npy, or IDX.]`,
    );
  });
});
