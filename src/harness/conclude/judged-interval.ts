import type { Condition } from '../../checks/check.ts';
import type { Interval } from '../../results/report.ts';
import type { Obstacle } from '../../statistics/obstacle.ts';
import { DEAD_SHARE, deadShare } from '../../statistics/verdict.ts';
import type { CheckScores } from './check-scores.ts';

const NOTHING: Interval = { mean: null, low: null, high: null };

/**
 * What is retained at a condition as far as a gate on it would be judged: all null where too many of its maps are dead, or what
 * the check names spoils it.
 */
export function judgedInterval(
  scores: CheckScores,
  condition: Condition,
  metric: string,
  obstacles: readonly Obstacle[],
): Interval {
  const found = {
    ...{ condition: condition.name, stage: condition.name, metric, inapplicable: null, finding: null },
    scores: scores.summary(condition, metric),
    logitShift: scores.logitShift(condition),
    ...scores.beside(condition),
  };
  const spoilt = obstacles.some((one) => one.spoils === 'gate' && one.met(found));
  return spoilt || deadShare(found) > DEAD_SHARE ? NOTHING : scores.retained(condition, metric);
}
