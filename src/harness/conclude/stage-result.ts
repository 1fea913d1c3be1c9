import type { Condition } from '../../checks/check.ts';
import type { StageResult } from '../../results/report.ts';
import type { CheckScores } from './check-scores.ts';

interface Asked {
  readonly metrics: readonly string[];
  /** Why metrics do not apply to the maps; those that do are not in it. */
  readonly inapplicable: ReadonlyMap<string, string>;
  /** Whether its numbers are similarities, of which something is retained. */
  readonly retains: boolean;
}

/** What a report says of one condition: its scores, by metric, and what is retained of them. */
export function stageResult(scores: CheckScores, condition: Condition, asked: Asked): StageResult {
  const { metrics, inapplicable, retains } = asked;
  const by = <T>(value: (metric: string) => T) =>
    Object.fromEntries(metrics.map((metric) => [metric, inapplicable.has(metric) ? null : value(metric)]));
  return {
    name: condition.name,
    layers: condition.layers,
    coverage: scores.coverage(condition),
    logitShift: scores.logitShift(condition),
    // A check of its own numbers does not find each of them at every condition.
    scores: by((metric) => (scores.has(condition, metric) ? scores.summary(condition, metric) : null)),
    retained: by((metric) => (retains ? scores.retained(condition, metric) : null)),
  };
}
