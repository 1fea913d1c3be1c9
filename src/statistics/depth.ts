import type { Condition } from '../checks/check.ts';
import type { DepthResult, Interval } from '../results/types.ts';

/** What is asked of every stage: the largest retained similarity by a metric. */
interface Asked {
  readonly metric: string;
  readonly maximum: number;
}

/**
 * For every gated metric the first stage at which retained similarity lies at or below the gate's maximum with its whole
 * interval. Undefined where stages do not add one group after the other, so that some were not measured, and where there
 * is one alone.
 */
export function depthsOf(
  gates: readonly Asked[],
  conditions: readonly Condition[],
  retained: (condition: Condition, metric: string) => Interval,
): DepthResult[] | undefined {
  if (conditions.length < 2 || conditions.some(({ groups }, at) => groups.length !== at + 1))
    return undefined;
  const asked = new Map(gates.map(({ metric, maximum }) => [`${metric} ${maximum}`, { metric, maximum }]));
  return [...asked.values()].map((each) =>
    depthOf(
      each,
      conditions.map((condition) => ({ name: condition.name, ...retained(condition, each.metric) })),
    ),
  );
}

/** The first of the stages, each of which adds to the one before; a stage whose interval has no ends is none. */
export function depthOf(
  { metric, maximum }: Asked,
  stages: readonly (Interval & { readonly name: string })[],
): DepthResult {
  const at = stages.findIndex(({ high }) => high !== null && high <= maximum);
  const place = at < 0 ? null : at + 1;
  const { name: stage = null, mean = null, low = null, high = null } = stages[at] ?? {};
  return { metric, maximum, stage, place, stages: stages.length, retained: mean, low, high };
}
