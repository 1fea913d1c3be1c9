import type { Check } from '../../checks/check.ts';
import { findMetric } from '../../similarity/registry.ts';
import { applicableMetrics } from '../measure/similarities.ts';

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
