import { expect, test } from 'vitest';
import { sourcesRows, sourcesSentences } from '../../../src/report/wording/sources-text.ts';
import type { CheckResult } from '../../../src/results/report.ts';
import type { Sources } from '../../../src/statistics/source-types.ts';

const around = (mean: number) => ({ mean, low: mean - 0.05, high: mean + 0.05 });
const sources: Sources = {
  structuralZeros: 0.79,
  gates: [
    {
      stage: 'output',
      metric: 'ssim',
      variance: { images: 0.006, draws: 0.001, noise: null, rest: 0.003 },
      support: { score: -0.12, retained: around(-0.1) },
      input: {
        metric: 'spearman-abs',
        retained: around(0.9),
        left: around(0.1),
        partial: 0.3,
        explained: 0.89,
      },
      multiplier: { twin: 'gradient', retained: around(0.2), share: around(0.7) },
    },
    {
      stage: 'full',
      metric: 'spearman-signed',
      variance: null,
      support: { score: null, retained: { mean: null, low: null, high: null } },
      input: null,
      multiplier: null,
    },
  ],
  multiverse: {
    cells: Array.from({ length: 15 }, () => ({
      metric: 'ssim',
      plane: 'abs',
      scaling: 'max',
      status: 'failed',
    })),
    same: 0.2,
    turns: { choice: 'plane', verdicts: { abs: 'failed', signed: 'passed' } },
  },
};
const check = (given?: Sources) => ({ sources: given }) as unknown as CheckResult;

test('a row for each gate', () => {
  expect(sourcesRows(check(sources))).toMatchInlineSnapshot(`
    [
      [
        "output",
        "SSIM",
        "60 %, 10 %, –, 30 %",
        "−.12 (retained −.10 (−.15 to −.05))",
        ".30",
        "89 %",
        ".10 (.05 to .15)",
        ".70 (.65 to .75) beside gradient",
      ],
      [
        "full",
        "signed Spearman",
        "–",
        "– (retained –)",
        "–",
        "–",
        "–",
        "–",
      ],
    ]
  `);
});

test('sentences on the whole check', () => {
  expect(sourcesSentences(check(sources))).toMatchInlineSnapshot(`
    [
      "79 % of the pixels of an input are those of the baseline.",
      "3 of 15 choices of plane, scaling and metric give this verdict.",
      "It turns with the plane (abs failed).",
    ]
  `);
});

test('a report of an earlier version says nothing', () => {
  expect(sourcesRows(check())).toEqual([]);
  expect(sourcesSentences(check())).toEqual([]);
});
