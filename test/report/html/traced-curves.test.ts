import { expect, test } from 'vitest';
import { reportHtml } from '../../../src/report/html/report-html.ts';
import type { CurveResult } from '../../../src/results/report.ts';
import { exampleReport } from '../example.ts';

const curve = (stage: string, name: string, mean: readonly (number | null)[]): CurveResult => ({
  ...{ stage, curve: name, x: [0, 0.5, 1], mean },
  ...{ low: mean, high: mean },
});

test('a check that traced curves shows them, a drawing for each family, in words too', async () => {
  const report = exampleReport({ methods: ['gradient'] });
  const curves = [
    curve('all', 'deletion', [1, 0.25, null]),
    curve('all', 'random-deletion', [1, 0.75, 0.5]),
    curve('all', 'most-relevant-first', [12, 3, -1]),
    curve('black', 'insertion', [0, 1, 1]),
  ];
  const checks = report.checks.map((check) => ({ ...check, order: 'faithfulness', curves }));
  const page = await reportHtml({ ...report, checks }, null);
  expect(page).toContain('Probability of the class, by share of pixels gone or put back');
  expect(page).toContain(
    'aria-label="probability of the class of gradient: deletion 1, 0.25; random-deletion 1, 0.75, 0.5.',
  );
  // From top to bottom in the middle of the plot: a quarter of the way up.
  expect(page).toContain('M34 10L182 115');
  expect(page).toContain('stroke-dasharray="1.5 2"');
  // What lies at another condition is not drawn.
  expect(page).not.toContain('insertion: the most relevant come back first');
  expect(await reportHtml(report, null)).not.toContain('by share of pixels');
});

test('scores that are no similarities have a chart with ends of its own, and are not cut at 1', async () => {
  const report = exampleReport({ methods: ['gradient'] });
  const [check] = report.checks;
  const stages = check.stages.map((stage) => ({
    ...stage,
    scores: { gain: { ...stage.scores['spearman-abs']!, mean: 12.5, low: 9, high: 14 } },
  }));
  const page = await reportHtml({ ...report, checks: [{ ...check, stages, gates: [] }] }, null);
  const chart = page.slice(page.search(/aria-label="gain of gradient/i));
  expect(chart.slice(0, chart.indexOf('</svg>')).match(/>(\d+)<\/text>/g)).toEqual([
    ...[
      '>14</text>',
      '>12</text>',
      '>10</text>',
      '>8</text>',
      '>6</text>',
      '>4</text>',
      '>2</text>',
      '>0</text>',
    ],
  ]);
});
