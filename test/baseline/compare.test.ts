import { expect, test } from 'vitest';
import { compareReports } from '../../src/baseline/compare.ts';
import type { Report, Status } from '../../src/results/report.ts';
import { exampleReport } from '../report/example.ts';

const report = exampleReport();
const baseline = { file: 'baseline.json', report };

/** The example with another status of its first check. */
function withStatus(status: Status): Report {
  const [first, ...others] = report.checks;
  return { ...report, checks: [{ ...first, status }, ...others] };
}

/** The example with one retained similarity of its first check moved by `step`. */
function moved(step: number, metric = 'ssim', stage = 'fc1'): Report {
  const [first, ...others] = report.checks;
  const stages = first.stages.map((each) => {
    const { mean, low, high } = each.retained[metric]!;
    if (each.name !== stage) return each;
    const retained = { mean: mean! + step, low: low! + step, high: high! + step };
    return { ...each, retained: { ...each.retained, [metric]: retained } };
  });
  return { ...report, checks: [{ ...first, stages }, ...others] };
}

test('a report has not changed since itself', () => {
  const { startedAt } = report;
  const nothing = { file: 'baseline.json', startedAt, regressions: 0, verdicts: [], retained: [] };
  expect(compareReports(baseline, report)).toEqual(nothing);
});

test.each([
  ['passed', 'failed', 1, 1],
  ['passed', 'inconclusive', 1, 0],
  ['inconclusive', 'failed', 1, 1],
  ['inconclusive', 'passed', 0, 0],
  ['failed', 'inconclusive', 0, 0],
  ['failed', 'passed', 0, 0],
] as const)(
  '%s, then %s: %d regressions, %d where inconclusive is allowed',
  (before, after, count, allowed) => {
    const earlier = { ...baseline, report: withStatus(before) };
    const { regressions, verdicts, retained } = compareReports(earlier, withStatus(after));
    expect(regressions).toBe(count);
    expect(verdicts).toEqual([
      { method: 'gradient', order: 'cascade', before, after, regression: count === 1 },
    ]);
    expect(retained).toEqual([]);
    expect(compareReports(earlier, withStatus(after), true).regressions).toBe(allowed);
  },
);

test('a retained similarity that rose beyond its joint interval is a regression, one that fell is not', () => {
  // Half widths of .05 each.
  const joint = Math.SQRT2 * 0.05;
  expect(compareReports(baseline, moved(joint - 1e-6)).retained).toEqual([]);
  const rose = compareReports(baseline, moved(joint + 1e-6));
  expect(rose.regressions).toBe(1);
  expect(rose.retained).toMatchObject([
    { method: 'gradient', stage: 'fc1', metric: 'ssim', regression: true },
  ]);
  const fell = compareReports(baseline, moved(-joint - 1e-6, 'spearman-abs', 'full'));
  expect(fell.regressions).toBe(0);
  expect(fell.retained).toMatchObject([{ stage: 'full', metric: 'spearman-abs', regression: false }]);
});
