import { beforeAll, describe, expect, test } from 'vitest';
import { generateShapes, SIZE } from '../../fixtures/shapes/generate.ts';
import { SETTINGS } from '../../fixtures/shapes/settings.ts';
import type { BoundModel } from '../../src/attribution/bound-model.ts';
import type { CustomMethod } from '../../src/attribution/custom-method.ts';
import type { Batch } from '../../src/attribution/method.ts';
import { createMethod } from '../../src/attribution/registry.ts';
import { edgesOfSum } from '../../src/checks/localisation.ts';
import type { CheckResult, Report } from '../../src/results/report.ts';
import { REPORT_SCHEMA } from '../../src/results/report-schema.ts';
import { runChecks } from '../../src/run-checks.ts';
import { centrePrior } from '../../src/similarity/centre-prior.ts';

const { images, masks, labels } = generateShapes({ ...SETTINGS.stored, count: 10 });
const pixels = SIZE * SIZE;

/** The mask of every image, found by the image itself: a map that points to the object and nowhere else. */
const region: CustomMethod = {
  name: 'region',
  explain: async (_: BoundModel, { values, count }: Batch) => {
    const size = values.length / count;
    return Float32Array.from(
      values,
      (_, at) => masks[imageAt(values, at, size) * pixels + Math.floor((at % size) / 3)],
    );
  },
};

/** The middle of the image, whatever the network and the image are. */
const centre: CustomMethod = {
  name: 'centre',
  explain: async (_: BoundModel, { values, count }: Batch) => {
    const prior = centrePrior(SIZE, SIZE);
    return Float32Array.from(
      { length: values.length },
      (__, at) => prior[Math.floor((at % (values.length / count)) / 3)],
    );
  },
};

function imageAt(values: Float32Array, at: number, size: number): number {
  const from = Math.floor(at / size) * size;
  return labels.findIndex((_, i) => [0, 1000, 5000].every((p) => values[from + p] === images[i * size + p]));
}

let reports: Report[];
beforeAll(async () => {
  const few = { draws: 3, pictures: 1, metrics: ['spearman-abs'] };
  reports = [
    await runChecks({
      ...{ ...few, model: 'fixtures/shapes/network', inputs: 'fixtures/shapes/test', limit: 10 },
      checks: ['localisation'],
      methods: ['edge-detector', 'fixed-noise', 'constant', region, centre],
    }),
    await runChecks({
      ...{ ...few, model: 'fixtures/digits/mlp', inputs: 'fixtures/digits/test', limit: 8 },
      checks: ['faithfulness'],
      methods: ['integrated-gradients', 'fixed-noise', 'constant'],
    }),
  ];
}, 120_000);

const checkOf = (method: string, check: string): CheckResult =>
  reports.flatMap(({ checks }) => checks).find((one) => one.method === method && one.check === check)!;
const verdictOf = (method: string, check: string) => {
  const { status, reason } = checkOf(method, check);
  return reason === null ? status : `${status} ${reason}`;
};

describe('controls whose verdict is known beforehand', () => {
  test.each([
    ['localisation', 'region', 'passed'],
    ['localisation', 'fixed-noise', 'failed worse-than-control'],
    ['localisation', 'edge-detector', 'failed worse-than-control'],
    ['localisation', 'centre', 'failed worse-than-control'],
    ['localisation', 'constant', 'inconclusive dead-maps'],
    ['faithfulness', 'integrated-gradients', 'passed'],
    ['faithfulness', 'fixed-noise', 'inconclusive undecided'],
    ['faithfulness', 'constant', 'failed worse-than-random'],
  ])('%s of %s: %s', (check, method, verdict) => {
    expect(verdictOf(method, check), checkOf(method, check).explanation).toBe(verdict);
  });

  test('a map that is the region has all of every measure', () => {
    const [{ scores }] = checkOf('region', 'localisation').stages;
    for (const measure of ['pointing-game', 'mass', 'rank', 'box-iou', 'auprc'])
      expect(scores[measure]?.mean, measure).toBeCloseTo(1, 12);
  });

  test('edges are the control where they are better than the centre: nothing is beyond them', () => {
    const [{ scores }] = checkOf('edge-detector', 'localisation').stages;
    expect(scores['mass-beyond-control']?.mean).toBeLessThanOrEqual(1e-9);
  });

  test('a constant map has a relevance gain of exactly 0', () => {
    const [{ scores }] = checkOf('constant', 'faithfulness').stages;
    expect(scores['relevance-gain']?.mean).toBe(0);
  });
});

test('reports have the form of their schema', () => {
  for (const report of reports) expect(REPORT_SCHEMA.safeParse(report).error).toBeUndefined();
});

test('a sentence says what was measured and what passes', () => {
  const sentence = (method: string, check: string) =>
    checkOf(method, check)
      .explanation.replace(/ Reproduce: .*/, '')
      .replace(/−?(\d*\.)?\d+( %)? \([^)]*\)/g, '#');
  expect([
    sentence('region', 'localisation'),
    sentence('fixed-noise', 'localisation'),
    sentence('integrated-gradients', 'faithfulness'),
  ]).toMatchInlineSnapshot(`
    [
      "Mass beyond control is # and rank beyond control is # against the place of the object; above 0 passes. Pointing game beyond control is left out: the centre of the image or its edges have all of it already, and nothing could lie beyond.",
      "Pointing game beyond control is #, mass beyond control is # and rank beyond control is # against the place of the object; above 0 passes. On this network region passes this check.",
      "Relevance gain beyond random is # where pixels are removed by rank; above 0 passes.",
    ]
  `);
});

test('stages are the replacements of removed pixels, of which the first is gated', () => {
  const { stages, gates } = checkOf('fixed-noise', 'faithfulness');
  expect(stages.map(({ name }) => name)).toEqual(['all', 'mean', 'blur', 'noise', 'black']);
  expect(gates).toMatchObject([{ stage: 'all', metric: 'relevance-gain-beyond-random', minimum: 0 }]);
  expect(stages.map(({ scores }) => scores['relevance-gain-beyond-random'] === null)).toEqual([
    false,
    ...[true, true, true, true],
  ]);
  const gain = (at: number) => stages[at].scores['relevance-gain']?.mean ?? Number.NaN;
  expect(gain(0)).toBeCloseTo((gain(1) + gain(2) + gain(3)) / 3, 10);
});

test('the edges of the control are those of the method edge-detector', async () => {
  const image = images.slice(0, 3 * pixels);
  const batch = { count: 1, shape: [SIZE, SIZE, 3], values: image, baseline: new Float32Array(3 * pixels) };
  const given = { inputs: batch } as unknown as Parameters<ReturnType<typeof createMethod>['explain']>[1];
  const refuse = () => Promise.reject(new Error('edges ask for nothing'));
  const { values } = await createMethod('edge-detector', {}).explain(refuse, given);
  const edges = edgesOfSum(image, SIZE, SIZE);
  for (let i = 0; i < pixels; i++) expect(Math.abs(values[i] - edges[i])).toBeLessThan(1e-6);
});
