import { beforeAll, describe, expect, test } from 'vitest';
import type { BoundModel } from '../../src/attribution/bound-model.ts';
import type { CustomMethod } from '../../src/attribution/custom-method.ts';
import type { Batch } from '../../src/attribution/method.ts';
import type { CheckResult, Report } from '../../src/results/report.ts';
import { REPORT_SCHEMA } from '../../src/results/report-schema.ts';
import { runChecks } from '../../src/run-checks.ts';

/** The surer the network is of its answer, the more its map is one spot: disorder rises once nothing is known. */
const spot: CustomMethod = {
  name: 'spot',
  explain: async (model: BoundModel, { values, count }: Batch) => {
    const logits = await model.logits(values);
    const size = values.length / count;
    const classes = logits.length / count;
    return Float32Array.from(values, (_, at) => {
      const row = logits.subarray(Math.floor(at / size) * classes).subarray(0, classes);
      const sure = Math.max(...row) - row.reduce((sum, z) => sum + z, 0) / classes;
      return Math.exp((-sure * (((at % size) * 7919) % size)) / size);
    });
  },
};

let report: Report;
beforeAll(async () => {
  report = await runChecks({
    ...{ model: 'fixtures/digits/cnn', inputs: 'fixtures/digits/test', limit: 12, draws: 3, pictures: 1 },
    checks: ['class-sensitivity', 'input-shift', 'settings', 'entropy'],
    methods: [
      ...['gradient', 'input-x-gradient', 'guided-backprop', 'grad-cam', 'edge-detector'],
      ...['constant', 'fresh-noise', { name: 'smoothgrad', draws: 8 }, spot],
    ],
    metrics: ['spearman-abs', 'spearman-signed', 'ssim'],
  });
}, 120_000);

const checkOf = (method: string, check: string): CheckResult =>
  report.checks.find((one) => one.method === method && one.check === check)!;
const verdictOf = (method: string, check: string) => {
  const { status, reason } = checkOf(method, check);
  return reason === null ? status : `${status} ${reason}`;
};

describe('controls and methods whose verdict is known beforehand', () => {
  test.each([
    ['class-sensitivity', 'gradient', 'passed'],
    ['class-sensitivity', 'edge-detector', 'failed gate-exceeded'],
    ['class-sensitivity', 'constant', 'inconclusive dead-maps'],
    ['input-shift', 'gradient', 'passed'],
    ['input-shift', 'guided-backprop', 'passed'],
    ['input-shift', 'smoothgrad', 'passed'],
    ['input-shift', 'input-x-gradient', 'failed gate-missed'],
    ['input-shift', 'fresh-noise', 'failed gate-missed'],
    ['settings', 'gradient', 'inconclusive not-applicable'],
    ['settings', 'smoothgrad', 'passed'],
    ['settings', 'fresh-noise', 'failed gate-missed'],
    ['entropy', 'spot', 'passed'],
    ['entropy', 'constant', 'inconclusive dead-maps'],
    ['entropy', 'edge-detector', 'failed worse-than-control'],
  ])('%s of %s: %s', (check, method, verdict) => {
    expect(verdictOf(method, check), checkOf(method, check).explanation).toBe(verdict);
  });
});

test('the report has the form of its schema', () => {
  expect(REPORT_SCHEMA.safeParse(report).error).toBeUndefined();
});

describe('sentences', () => {
  const sentences = (method: string, check: string) =>
    checkOf(method, check)
      .explanation.replace(/ Reproduce: .*/, '')
      .replace(/−?(\d*\.)?\d+( %)? \([^)]*\)/g, '#');

  test('say what was done, what is asked and what came of it', () => {
    expect(
      [
        ['gradient', 'class-sensitivity'],
        ['edge-detector', 'class-sensitivity'],
        ['input-x-gradient', 'input-shift'],
        ['gradient', 'settings'],
        ['smoothgrad', 'settings'],
        ['spot', 'entropy'],
      ].map(([method, check]) => sentences(method, check)),
    ).toMatchInlineSnapshot(`
      [
        "Retains nothing (less alike than maps of different images) of its signed Spearman similarity where the least likely class is explained instead; at most 50 % passes. Retains nothing (less alike than maps of different images) of its signed Spearman similarity where a random other class is explained instead; at most 50 % passes.",
        "Retains # of its abs Spearman similarity where the least likely class is explained instead; at most 50 % passes. Retains # of its abs Spearman similarity where a random other class is explained instead; at most 50 % passes. The map of an image does not change at all: nothing in it comes from the class that is explained. On this task the input alone (|x − baseline|, edges, nearness to the centre) explains all of the abs Spearman similarity that is retained where the least likely class is explained instead. On this network gradient, input-x-gradient, grad-cam and smoothgrad pass this check.",
        "Abs Spearman is #, signed Spearman is # and SSIM is # after the inputs are shifted down by their range; at least .95 passes. Abs Spearman is #, signed Spearman is # and SSIM is # after the inputs are shifted up by half their range; at least .95 passes. On this network gradient, guided-backprop, grad-cam, smoothgrad and spot pass this check.",
        "The method has no settings that are varied, and no noise. On this network smoothgrad passes this check.",
        "Retains all (more alike than two maps of the same image) of its abs Spearman and SSIM similarity with the setting draws 4; at least 50 % passes. Retains all (more alike than two maps of the same image) of its abs Spearman and SSIM similarity with the setting draws 16; at least 50 % passes. Retains all (more alike than two maps of the same image) of its abs Spearman and SSIM similarity with the setting spread 0.1; at least 50 % passes. Retains all (more alike than two maps of the same image) of its abs Spearman and SSIM similarity with the setting spread 0.2; at least 50 % passes. Abs Spearman is # and SSIM is # with other noise of the method; at least .50 passes.",
        "Entropy rise is # after all layers are random; above 0 passes.",
      ]
    `);
  });

  test('end with the command of the one check', () => {
    expect(checkOf('fresh-noise', 'settings').explanation).toMatch(/--methods fresh-noise --checks settings/);
  });
});

describe('what a gate is about', () => {
  test('signs where maps have any, sizes where they have none', () => {
    const metrics = (method: string) =>
      checkOf(method, 'class-sensitivity').gates.map(({ metric }) => metric);
    expect(new Set(metrics('gradient'))).toEqual(new Set(['spearman-signed']));
    expect(new Set(metrics('grad-cam'))).toEqual(new Set(['spearman-abs']));
  });

  test('stages are those that concern the method', () => {
    const stages = (method: string) => checkOf(method, 'settings').stages.map(({ name }) => name);
    expect(stages('gradient')).toEqual([]);
    expect(stages('smoothgrad')).toEqual(['draws 4', 'draws 16', 'spread 0.1', 'spread 0.2', 'seed']);
    expect(stages('fresh-noise')).toEqual(['seed']);
  });

  test('a minimum stands beside the score, where scores themselves are judged', () => {
    const [gate] = checkOf('gradient', 'input-shift').gates;
    expect(gate).toMatchObject({ stage: 'minus-range', minimum: 0.95, retained: null, status: 'passed' });
    expect(gate.score).toBeCloseTo(1, 4);
    expect(gate).not.toHaveProperty('maximum');
  });

  test('nothing was done to the weights, and the shifted network answers the same', () => {
    for (const { coverage, logitShift } of checkOf('gradient', 'input-shift').stages) {
      expect(coverage).toBe(0);
      expect(logitShift).toBeLessThan(1e-4);
    }
  });
});
