import { toHtml } from 'hast-util-to-html';
import { expect, it } from 'vitest';
import { opening } from '../../../src/report/html/opening.ts';
import { runFacts } from '../../../src/report/wording/run-facts.ts';
import type { Report } from '../../../src/results/report.ts';
import { exampleReport } from '../example.ts';
import { reportWithBaseline } from '../reporters/with-baseline.ts';
import { textOf } from './page-text.ts';

const openingText = (report: Report) => textOf(toHtml(opening(report)));

it('says what the run rests on', () => {
  expect(runFacts(exampleReport())).toEqual([
    ['model', 'digits, 10,000 parameters, 10 classes'],
    ['inputs', '2'],
    ['repetitions', '5 draws'],
    [
      'judged by',
      "intervals of 95 % over inputs and draws; margin .10 beyond the derivative; the gates of a check together, by Holm's correction",
    ],
    ['seed', '1'],
    ['took', '12.3 s'],
  ]);
});

it('says that a run was a quick one, and which methods are left out', () => {
  const report = exampleReport();
  const skipped = [
    { method: 'grad-cam', reason: 'it needs a convolutional layer', named: true },
    { method: 'ig-smoothgrad', reason: 'it would take 96 % of the work', named: false },
  ];
  const facts = new Map(runFacts({ ...report, skipped, plan: { ...report.plan, quick: true } }));
  expect(facts.get('quick run')).toBe('only the stages that carry gates');
  expect(facts.get('left out')).toBe('grad-cam and ig-smoothgrad');
});

it('gives a regression no classes', () => {
  const report = exampleReport();
  const model = { ...report.model, classes: 1, output: 'regression' } as const;
  expect(runFacts({ ...report, model })[0][1]).toBe('digits, 10,000 parameters, regression');
});

it('tells what changed since the baseline, for the worse first', () => {
  expect(openingText(exampleReport())).not.toContain('Baseline');
  const text = openingText(reportWithBaseline());
  expect(text).toContain('Baseline');
  expect(text.indexOf('worse: ')).toBeGreaterThan(text.indexOf('Baseline'));
  expect(text).toContain('retained SSIM at fc1 was .40 (.35 to .45), is .86 (.80 to .92)');
});

it('says of a quick run that left something open what would decide', () => {
  const report = exampleReport();
  expect(openingText({ ...report, plan: { ...report.plan, quick: true } })).toContain(
    'This was a quick run: decide with one without --quick.',
  );
  expect(openingText(report)).not.toContain('--quick');
});
