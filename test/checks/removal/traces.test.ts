import { beforeAll, expect, test } from 'vitest';
import { trapezoidMean } from '../../../src/checks/removal/areas.ts';
import type { CheckResult, Report } from '../../../src/results/report.ts';
import { REPORT_SCHEMA } from '../../../src/results/report-schema.ts';
import { runChecks } from '../../../src/run-checks.ts';
import { blobs, smallNetwork } from '../../attribution/small-network.ts';

let report: Report;
beforeAll(async () => {
  report = await runChecks({
    ...{ model: smallNetwork(), inputs: { values: blobs(5), shape: [12, 12, 1] } },
    ...{ checks: 'faithfulness', methods: ['gradient', 'constant'], draws: 2, threads: 1, pictures: 1 },
  });
}, 60_000);

const check = (method: string): CheckResult => report.checks.find((each) => each.method === method)!;
const curve = (stage: string, name: string, of = check('gradient')) =>
  of.curves!.find((each) => each.stage === stage && each.curve === name)!;
const area = (stage: string, name: string) => trapezoidMean(curve(stage, name).mean as number[]);
const score = (stage: string, metric: string) =>
  check('gradient').stages.find(({ name }) => name === stage)!.scores[metric]!.mean!;

test('every condition has its curves, the one of all fillings those of random maps too', () => {
  const names = (stage: string) =>
    check('gradient').curves!.flatMap((each) => (each.stage === stage ? [each.curve] : []));
  const own = ['deletion', 'insertion', 'most-relevant-first', 'least-relevant-first'];
  for (const filling of ['mean', 'blur', 'noise', 'black']) expect(names(filling)).toEqual(own);
  const random = ['random-deletion', 'random-most-relevant-first', 'random-least-relevant-first'];
  expect(names('all').toSorted()).toEqual([...own, ...random].toSorted());
  expect(() => REPORT_SCHEMA.parse(JSON.parse(JSON.stringify(report)))).not.toThrow();
});

test.each(['all', 'mean', 'blur', 'noise', 'black'])('areas under curves are the scores, %s', (stage) => {
  expect(area(stage, 'deletion')).toBeCloseTo(score(stage, 'deletion-area'), 6);
  expect(area(stage, 'insertion')).toBeCloseTo(score(stage, 'insertion-area'), 6);
  expect(area(stage, 'most-relevant-first')).toBeCloseTo(score(stage, 'selectivity'), 5);
  const gain = area(stage, 'least-relevant-first') - area(stage, 'most-relevant-first');
  expect(gain).toBeCloseTo(score(stage, 'relevance-gain'), 5);
});

test('what lies between the areas of a map and of random maps is what is gated', () => {
  const gain = (before: string) =>
    area('all', `${before}least-relevant-first`) - area('all', `${before}most-relevant-first`);
  expect(gain('') - gain('random-')).toBeCloseTo(score('all', 'relevance-gain-beyond-random'), 5);
});

test('curves have a point for every step, with an interval around each mean', () => {
  const { x, mean, low, high } = curve('all', 'random-deletion');
  expect(x).toHaveLength(29);
  expect([x[0], x[28]]).toEqual([0, 1]);
  for (const [at, each] of mean.entries()) {
    expect(low[at]).toBeLessThanOrEqual(each!);
    expect(high[at]).toBeGreaterThanOrEqual(each!);
  }
  // Nothing is removed, and everything: whatever the order.
  expect(mean[0]).toBeCloseTo(curve('all', 'deletion').mean[0]!, 6);
  expect(mean[28]).toBeCloseTo(curve('all', 'deletion').mean[28]!, 6);
});

test('a constant map has one order, both ways', () => {
  const of = check('constant');
  expect(curve('mean', 'least-relevant-first', of).mean).toEqual(
    curve('mean', 'most-relevant-first', of).mean,
  );
});
