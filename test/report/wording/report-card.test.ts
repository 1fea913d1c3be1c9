import { describe, expect, test } from 'vitest';
import { cardPages } from '../../../src/report/figures/card-figure.ts';
import { pageHeight } from '../../../src/report/figures/figure-page.ts';
import { sizeOf } from '../../../src/report/figures/vega-picture.ts';
import { reportHtml } from '../../../src/report/html/report-html.ts';
import { cardLines, cardMarkdown } from '../../../src/report/wording/card-lines.ts';
import { reportCard } from '../../../src/report/wording/report-card.ts';
import { columns } from '../../../src/report/wording/text-layout.ts';
import type { CheckResult, Report, Status } from '../../../src/results/report.ts';
import { exampleReport } from '../example.ts';
import { HOSTILE } from '../hostile.ts';
import { textsOf } from '../svg.ts';

const plain = { passed: String, failed: String, inconclusive: String };
const [sample] = exampleReport().checks;

const check = (
  method: string,
  order: string,
  status: Status,
  rest: Partial<CheckResult> = {},
): CheckResult => ({
  ...{ ...sample, method, order, check: order, status, reason: null, gates: [] },
  ...rest,
});
const report = (checks: readonly CheckResult[], plan: Partial<Report['plan']> = {}): Report => {
  const example = exampleReport();
  return { ...example, checks, plan: { ...example.plan, ...plan } };
};

const some = report([
  check('gradient', 'cascade', 'passed'),
  check('gradient', 'settings', 'inconclusive', { reason: 'not-applicable' }),
  check('guided-backprop', 'cascade', 'failed', { reason: 'gate-exceeded' }),
  check('guided-backprop', 'settings', 'inconclusive', { reason: 'undecided' }),
]);

test('a terminal has a sign and a word to every verdict, and says what they mean', () => {
  expect(cardLines(some, 80, plain)).toMatchInlineSnapshot(`
    [
      "method          cascade  settings",
      "gradient        ✓ passed – does not",
      "                           apply",
      "guided-backprop ✗ failed ? undecided",
      "✗ failed: a gate says no; ? not known, and why; ✓ passed: every gate that can",
      "tell says yes; – not measured, or does not apply to the method. The columns are",
      "different questions: none makes up for another, so there is no overall score and",
      "no ranking.",
    ]
  `);
});

test('Markdown has the same, and one check needs no card', () => {
  expect(cardMarkdown(some)).toMatchInlineSnapshot(`
    [
      "| method | cascade | settings |
    | --- | --- | --- |
    | gradient | ✓ passed | – does not apply |
    | guided-backprop | ✗ failed | ? undecided |",
      "✗ failed: a gate says no; ? not known, and why; ✓ passed: every gate that can tell says yes; – not measured, or does not apply to the method. The columns are different questions: none makes up for another, so there is no overall score and no ranking.",
    ]
  `);
  const alone = report(some.checks.filter(({ order }) => order === 'cascade'));
  expect(reportCard(alone)).toBeNull();
  expect(cardLines(alone, 80, plain)).toEqual([]);
});

describe('gates of a profile', () => {
  const gate = (stage: string, status: CheckResult['gates'][number]['status']) => ({
    ...sample.gates[0],
    stage,
    status,
  });
  const profile = {
    ...{ name: 'arun', leftOut: [] },
    criteria: [
      { name: 'sensitivity', check: 'cascade', stages: null },
      { name: 'repeatability', check: 'retraining', stages: ['repeatability'] },
      { name: 'reproducibility', check: 'retraining', stages: ['replica-1'] },
    ],
  };
  const cells = (gates: CheckResult['gates'], status: Status) =>
    reportCard(
      report(
        [
          check('gradient', 'cascade', 'passed'),
          check('gradient', 'retraining', status, {
            gates,
            reason: status === 'inconclusive' ? 'undecided' : null,
          }),
        ],
        {
          profile,
        },
      ),
    )!.rows[0].cells.map(({ sign, word }) => `${sign} ${word}`);

  test('are the columns, each judged by its own stages', () => {
    expect(cells([gate('repeatability', 'passed'), gate('replica-1', 'failed')], 'failed')).toEqual([
      ...['✓ passed', '✓ passed', '✗ failed'],
    ]);
    expect(cells([gate('repeatability', 'open')], 'inconclusive')).toEqual([
      ...['✓ passed', '? undecided', '– not measured'],
    ]);
  });
});

const CHECKS =
  'cascade,bottom-up,independent,labels,class-sensitivity,input-shift,settings,smooth-cascade,entropy,faithfulness';
const long = (methods: number) =>
  report(
    Array.from({ length: methods }, (_, at) =>
      CHECKS.split(',').map((order) =>
        check(`a-method-of-ones-own-with-a-very-long-name-${at}`, order, 'inconclusive', {
          reason: 'not-reproducible',
        }),
      ),
    ).flat(),
  );

test.each([60, 80, 120])('ten checks and long names fit into %i columns', (width) => {
  const lines = cardLines(long(2), width, plain);
  for (const line of lines) expect(columns(line)).toBeLessThanOrEqual(width);
  for (const name of CHECKS.split(',')) {
    expect(lines.join(' ').replace(/- +/g, '-')).toContain(name.split('-')[0]);
  }
});

test('the figure has every verdict, on pages of the width that was asked for', async () => {
  const [whole] = await cardPages(some);
  expect(textsOf(whole)).toEqual(
    expect.arrayContaining(['cascade', 'guided-backprop', 'undecided', '– does not apply']),
  );
  const pages = await cardPages(long(30), { width: { value: 90, unit: 'mm' } });
  expect(pages.length).toBeGreaterThan(1);
  for (const page of pages) {
    expect(sizeOf(page).width).toBe(Math.ceil((90 / 25.4) * 96));
    expect(sizeOf(page).height).toBeLessThanOrEqual(pageHeight(sizeOf(page).width));
  }
  expect(await cardPages(report([sample]))).toEqual([]);
  const [hostile] = await cardPages(
    report([check(HOSTILE, 'cascade', 'passed'), check(HOSTILE, 'settings', 'failed')]),
  );
  expect(hostile).not.toContain('<script');
});

test.each([50, 70, 90, 170])('%i mm wide it breaks no word, but at its hyphens', async (value) => {
  const [page] = await cardPages(long(2), { width: { value, unit: 'mm' } });
  const texts = textsOf(page);
  const whole = texts.filter((text) => text === 'not-reproducible').length;
  const broken = texts.filter((text) => text === 'not-').length;
  expect(whole + broken).toBeGreaterThan(0);
  expect(texts.filter((text) => text.startsWith('reproducible'))).toHaveLength(broken);
  expect(texts.filter((text) => /^not-repro.*…/.test(text))).toEqual([]);
});

test('the page begins with it, each verdict a way to the check in full', async () => {
  const page = await reportHtml(some, null);
  const section = page.slice(
    page.indexOf('<section aria-labelledby="report-card"'),
    page.indexOf('id="verdicts"'),
  );
  expect(section).toContain('href="#check-3"');
  expect(section).toContain('does not apply');
  expect(page).toContain('href="#report-card"');
  expect(await reportHtml(exampleReport(), null)).not.toContain('report-card"');
});
