import { expect, test } from 'vitest';
import { rulesLines } from '../../../src/report/wording/rules-lines.ts';
import { columns } from '../../../src/report/wording/text-layout.ts';
import type { RuleFinding } from '../../../src/results/report.ts';
import { exampleReport } from '../example.ts';

const { checks } = exampleReport({ methods: ['gradient', 'integrated-gradients'] });
const some = checks.map((check) => ({
  ...check,
  gates: check.gates.filter(({ stage, metric }) => stage === 'full' && metric !== 'spearman-signed'),
}));
const rules = some.flatMap(({ method, order, gates }) =>
  gates.flatMap(({ stage, metric }): RuleFinding[] => {
    const place = { method, order, stage, metric };
    return [
      { ...place, rule: 'paper', value: 0.32, low: 0.24, high: 0.39, status: null },
      ...(metric === 'ssim'
        ? [{ ...place, rule: 'arun', value: 0.06, low: null, high: 0.04, status: 'failed' as const }]
        : []),
      { ...place, rule: 'sixt', value: 0.31, low: 0.27, high: 0.38, status: null },
    ];
  }),
);
const lines = (width: number) => rulesLines({ checks: some, rules }, width, (line) => line);

test('one table with everything where there is room', () => {
  const text = lines(140);
  expect(text.filter((line) => /^(grad|integ)/.test(line)).join('\n')).toMatchInlineSnapshot(`
    "gradient             cascade full, abs Spearman .08 (.03 to .13), passed  .32 (.24 to .39)                         .31 (.27 to .38)
    gradient             cascade full, SSIM         .16 (.11 to .21), passed  .32 (.24 to .39) .06 (bound .04), failed .31 (.27 to .38)
    integrated-gradients cascade full, abs Spearman .99 (.94 to 1.04), failed .32 (.24 to .39)                         .31 (.27 to .38)
    integrated-gradients cascade full, SSIM         .89 (.84 to .94), failed  .32 (.24 to .39) .06 (bound .04), failed .31 (.27 to .38)"
  `);
  expect(text.join('\n')).not.toContain('report.md');
});

test('one table without bands at 80 columns, and where they are', () => {
  expect(lines(80).join('\n')).toMatchInlineSnapshot(`
    "method               gate       this rule   paper arun        sixt
    gradient             full, abs  .08, passed .32               .31
    gradient             full, SSIM .16, passed .32   .06, failed .31
    integrated-gradients full, abs  .99, failed .32               .31
    integrated-gradients full, SSIM .89, failed .32   .06, failed .31
      paper: one draw, mean and band of one standard deviation over images, no
      verdict (Adebayo et al. 2018).
      arun: mean SSIM once all layers are random below that of 50 pairs of different
      images passes (Arun et al. 2021).
      sixt: one draw, median over images with a bootstrap band, signs turned where
      that is more alike, no verdict (Sixt et al. 2020).
      Intervals, bands and bounds have no room here: report.md and report.json
      (--out) have them."
  `);
});

test('a paragraph a gate where no table has room', () => {
  expect(lines(60).slice(0, 4).join('\n')).toMatchInlineSnapshot(`
    "gradient, cascade full, abs Spearman
      retained, this rule .08 (.03 to .13), passed; paper .32
      (.24 to .39); sixt .31 (.27 to .38)
    gradient, cascade full, SSIM"
  `);
});

test.each([60, 72, 80, 140])('no line is wider than %d columns', (width) => {
  expect(Math.max(...lines(width).map(columns))).toBeLessThanOrEqual(width);
});

test('nothing where nobody asked for it', () => {
  expect(rulesLines({ checks }, 80, (line) => line)).toEqual([]);
});
