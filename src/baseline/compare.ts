import { rightSide } from '../checks/registry.ts';
import type { BaselineComparison, RetainedChange, VerdictChange } from '../results/baseline-comparison.ts';
import type { CheckResult, Report, Status } from '../results/report.ts';
import type { Baseline } from './baseline.ts';
import { moveOf } from './square-and-add.ts';

/**
 * What changed between two reports of the same plan: verdicts, and retained similarities at any stage that moved beyond
 * their joint interval. A verdict that got worse and a retained similarity that rose are regressions. Checks and stages
 * that only one of the reports has are left out: `requireComparable` refuses such pairs. With `allowInconclusive` an
 * inconclusive check is as good as a passed one. Under checks that expect maps to stay it is one that fell.
 */
export function compareReports(
  { file, report: baseline }: Baseline,
  present: Report,
  allowInconclusive = false,
): BaselineComparison {
  const ranks = { failed: 0, inconclusive: allowInconclusive ? 2 : 1, passed: 2 };
  const pairs = present.checks.flatMap((after) => {
    const before = baseline.checks.find(
      ({ method, order }) => method === after.method && order === after.order,
    );
    return before ? [{ before, after }] : [];
  });
  const verdicts = pairs.flatMap(({ before, after }) => verdictChange(before, after, ranks));
  const retained = pairs.flatMap(({ before, after }) => retainedChanges(before, after));
  const regressions = [...verdicts, ...retained].filter((change) => change.regression).length;
  return { file, startedAt: baseline.startedAt, regressions, verdicts, retained };
}

function verdictChange(
  before: CheckResult,
  after: CheckResult,
  ranks: Readonly<Record<Status, number>>,
): VerdictChange[] {
  if (before.status === after.status) return [];
  const { method, order, status } = after;
  const regression = ranks[status] < ranks[before.status];
  return [{ method, order, before: before.status, after: status, regression }];
}

function retainedChanges(before: CheckResult, after: CheckResult): RetainedChange[] {
  const { method, order } = after;
  return after.stages.flatMap((stage) => {
    const earlier = before.stages.find(({ name }) => name === stage.name);
    return Object.entries(stage.retained).flatMap(([metric, now]) => {
      const then = earlier?.retained[metric];
      if (!then || !now) return [];
      const move = moveOf(then, now);
      if (move === 'stayed') return [];
      const names = { method, order, stage: stage.name, metric };
      const worse = rightSide(after.order) === 'change' ? 'rose' : 'fell';
      return [{ ...names, before: then, after: now, regression: move === worse }];
    });
  });
}
