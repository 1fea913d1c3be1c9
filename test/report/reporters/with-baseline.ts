import type { BaselineComparison, Report } from '../../../src/results/report.ts';
import { exampleReport } from '../example.ts';

export const BASELINE: BaselineComparison = {
  file: 'ci/baseline.json',
  startedAt: '2025-01-01T00:00:00.000Z',
  regressions: 2,
  verdicts: [
    {
      method: 'guided-backprop',
      order: 'cascade',
      before: 'inconclusive',
      after: 'failed',
      regression: true,
    },
    { method: 'gradient', order: 'cascade', before: 'failed', after: 'passed', regression: false },
  ],
  retained: [
    {
      method: 'guided-backprop',
      order: 'cascade',
      stage: 'fc1',
      metric: 'ssim',
      before: { mean: 0.4, low: 0.35, high: 0.45 },
      after: { mean: 0.86, low: 0.8, high: 0.92 },
      regression: true,
    },
  ],
};

/** The made-up report with two regressions and one improvement. */
export function reportWithBaseline(): Report {
  return { ...exampleReport(), baseline: BASELINE };
}
