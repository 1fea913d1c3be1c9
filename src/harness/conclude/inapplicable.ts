import type { Check } from '../../checks/check.ts';
import type { Plan } from '../../plan/plan.ts';
import type { MethodFacts } from '../../results/facts.ts';
import { findMetric } from '../../similarity/registry.ts';
import type { Evidence } from '../../statistics/evidence.ts';
import { applicableMetrics } from '../measure/similarities.ts';
import type { CheckScores } from './check-scores.ts';

/** Why metrics of a check, or its own numbers, do not apply to maps of a shape; one that does is absent. */
export function reasonsAgainst(
  { own }: Check,
  metrics: readonly string[],
  shape: readonly number[],
): ReadonlyMap<string, string> {
  if (!own) return applicableMetrics(metrics.map(findMetric), shape).reasons;
  const reason = own.inapplicable(shape);
  return new Map(reason === null ? [] : metrics.map((metric) => [metric, reason]));
}

/**
 * Why a metric of signed maps says nothing of a method whose maps have no signs, or cancel: the signed maps of the trained network are
 * constant, all of them, while their absolute ones are not. Null where it does.
 */
export function signsMissing(
  { own }: Check,
  { unsigned }: MethodFacts,
  metrics: readonly string[],
  metric: string,
  scores: Pick<CheckScores, 'compares'>,
): string | null {
  const viewOf = (name: string) => findMetric(name).view;
  if (own || viewOf(metric) !== 'signed') return null;
  if (unsigned) return 'its maps have no signs';
  const cancelled =
    !scores.compares(metric) && metrics.some((other) => viewOf(other) === 'abs' && scores.compares(other));
  return cancelled ? 'its signed maps cancel to zero' : null;
}

/** What a check is gated on by default, where a run computes none of it and has no other gate of the check; else nothing. */
export function ungatedOn(
  { gatedOn, own, name }: Check,
  { gates, metrics }: Pick<Plan, 'gates' | 'metrics'>,
): Pick<Evidence, 'ungated'> {
  const usual = [...new Set(gatedOn.map((gate) => (typeof gate === 'string' ? gate : gate.metric)))];
  const gated = gates.some(({ order }) => order === name) || usual.some((metric) => metrics.includes(metric));
  return gated || own ? {} : { ungated: usual };
}
