import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BoundModel } from '../../src/attribution/bound-model.ts';
import type { CustomMethod } from '../../src/attribution/custom-method.ts';
import type { Batch } from '../../src/attribution/method.ts';
import { readPictures } from '../../src/report/files/pictures-store.ts';
import type { CheckResult, Report } from '../../src/results/report.ts';
import { REPORT_SCHEMA } from '../../src/results/report-schema.ts';
import { runChecks } from '../../src/run-checks.ts';

const out = mkdtempSync(join(tmpdir(), 'saliency-sanity-'));
afterAll(() => rmSync(out, { recursive: true }));

/** Another map for every sum of the values, however near: all of it changes with the least of them. */
const brittle: CustomMethod = {
  name: 'brittle',
  explain: async (_: BoundModel, { values, count }: Batch) => {
    const size = values.length / count;
    const sums = Array.from({ length: count }, (__, i) =>
      values.subarray(i * size, (i + 1) * size).reduce((sum, value) => sum + value, 0),
    );
    return values.map((___, at) =>
      Math.abs(Math.sin(sums[Math.floor(at / size)] * (1e3 + (at % size) ** 2))),
    );
  },
};

let report: Report;
beforeAll(async () => {
  report = await runChecks({
    ...{ model: 'fixtures/digits/cnn', inputs: 'fixtures/digits/test', limit: 8, draws: 3, pictures: 1 },
    checks: 'attack',
    methods: ['gradient', 'edge-detector', 'constant', 'fresh-noise', brittle],
    attackQueries: 20,
    attackSteps: 25,
    out,
  });
}, 120_000);

const checkOf = (method: string): CheckResult => report.checks.find((one) => one.method === method)!;
const scoreAt = (method: string, stage: string) =>
  checkOf(method).stages.find(({ name }) => name === stage)!.scores['top-intersection']!.mean!;

describe('controls whose verdict is known beforehand', () => {
  test.each([
    ['edge-detector', 'passed', null],
    ['brittle', 'failed', 'gate-missed'],
    ['constant', 'inconclusive', 'dead-maps'],
    ['fresh-noise', 'inconclusive', 'not-reproducible'],
  ])('%s: %s', (method, status, reason) => {
    const { explanation, ...found } = checkOf(method);
    expect(found, explanation).toMatchObject({ status, reason });
  });

  test('the largest pixels of the gradient do not stay under an attack on them, under noise more of them do', () => {
    expect(scoreAt('gradient', 'top-k')).toBeLessThan(scoreAt('gradient', 'random-sign') - 0.15);
    const gate = checkOf('gradient').gates.find(
      ({ stage, metric }) => stage === 'top-k' && metric === 'top-intersection',
    )!;
    expect(gate.retained).toBeLessThan(0.5);
    expect(scoreAt('edge-detector', 'top-k')).toBeGreaterThan(scoreAt('gradient', 'top-k') + 0.15);
  });
});

test('the overlap of the largest pixels is measured because the check is gated on it', () => {
  expect(report.plan.metrics).toContain('top-intersection');
  expect(checkOf('gradient').gates).toHaveLength(6);
  expect(checkOf('gradient').stages.map(({ logitShift }) => logitShift > 0)).toEqual([true, true, true]);
  expect(REPORT_SCHEMA.safeParse(report).error).toBeUndefined();
});

test('the report says how every method is attacked', () => {
  const told = report.notices.filter(({ code }) => code === 'attack').map(({ message }) => message);
  expect(told).toMatchInlineSnapshot(`
    [
      "gradient: attacked within 8/255 of the range along the gradient of the map, on the network with softplus units, in 25 steps",
      "edge-detector, constant, fresh-noise, brittle: attacked within 8/255 of the range by a search of 20 queries, random blocks of signs",
    ]
  `);
});

test('sentences say what was done and what is asked', () => {
  const { explanation } = checkOf('edge-detector');
  expect(explanation.replace(/(\d+|−?\.\d+) %( \([^)]*\))?/g, '#')).toMatchInlineSnapshot(
    `"Retains # of its abs Spearman and # of its top # overlap similarity under noise of random signs that leaves the prediction; at least # passes. Retains # of its abs Spearman and # of its top # overlap similarity after an attack on its largest pixels that leaves the prediction; at least # passes. Retains # of its abs Spearman and # of its top # overlap similarity after an attack on its centre of mass that leaves the prediction; at least # passes."`,
  );
});

describe('files of the run', () => {
  const textOf = (name: string) => readFileSync(join(out, name), 'utf8');

  test('have verdict and sentence in every form', () => {
    expect(textOf('junit.xml')).toMatch(/<testcase classname="saliency-sanity.attack" name="edge-detector"/);
    for (const name of ['report.md', 'report.html']) {
      expect(textOf(name), name).toContain(
        'after an attack on its largest pixels that leaves the prediction',
      );
    }
  });

  test('have a figure of attacked inputs and of what was added to them', () => {
    const figure = textOf('figures/attack-abs-1.svg');
    expect(figure).toContain('top-k: input');
    expect(figure).toContain('noise × 15');
    expect(figure).toContain('what was added to the input, 15 times as large');
  });

  test('have the inputs that were explained', async () => {
    const { inputs, checks } = await readPictures(out);
    for (const { stages, inputs: explained, method } of checks) {
      const size = inputs.values.length;
      expect(explained).toHaveLength(stages.length * size);
      expect(explained!.subarray(0, size)).toEqual(inputs.values);
      for (let at = 1; at < stages.length; at++) {
        const moved = inputs.values.map((x, p) => Math.abs(explained![at * size + p] - x));
        const most = Math.max(...moved);
        expect(most, `${method} ${stages[at]}`).toBeLessThanOrEqual(8 / 255 + 1e-6);
        // A constant map gives an attack nothing to go by.
        expect(most > 0, `${method} ${stages[at]}`).toBe(method !== 'constant' || at === 1);
      }
    }
  });
});
