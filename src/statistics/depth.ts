import type { DepthResult, Interval } from './verdict-types.ts';

/** What is asked of every stage: the largest retained similarity by a metric. */
interface Asked {
  readonly metric: string;
  readonly maximum: number;
}

/**
 * For every gated metric the first stage at which retained similarity lies at or below the gate's maximum with its whole
 * interval, and the first at which it may. Undefined where stages do not add one group after the other up to all of them, so
 * that some were not measured, and where there is one alone. `groups` is how many the run has.
 */
export function depthsOf<Stage extends { readonly name: string; readonly groups: readonly string[] }>(
  gates: readonly Asked[],
  conditions: readonly Stage[],
  groups: number,
  retained: (condition: Stage, metric: string) => Interval,
): DepthResult[] | undefined {
  if (conditions.length !== groups || groups < 2) return undefined;
  if (conditions.some((condition, at) => condition.groups.length !== at + 1)) return undefined;
  const asked = new Map(gates.map(({ metric, maximum }) => [`${metric} ${maximum}`, { metric, maximum }]));
  return [...asked.values()].map((each) =>
    depthOf(
      each,
      conditions.map((condition) => ({ name: condition.name, ...retained(condition, each.metric) })),
    ),
  );
}

/** The first of the stages, each of which adds to the one before; of a stage whose interval has no ends nothing is known. */
export function depthOf(
  { metric, maximum }: Asked,
  stages: readonly (Interval & { readonly name: string })[],
): DepthResult {
  const at = stages.findIndex(({ high }) => high !== null && high <= maximum);
  const above = stages.findIndex(({ low }) => low === null || !(low > maximum));
  const known = stages.some(({ low, high }) => low !== null && high !== null);
  const { name: stage = null, mean = null, low = null, high = null } = stages[at] ?? {};
  return {
    ...{ metric, maximum, stage, place: at < 0 ? null : at + 1 },
    earliest: known ? (above < 0 ? stages.length : above) + 1 : null,
    ...{ stages: stages.length, retained: mean, low, high },
  };
}

/**
 * What is known of where it falls below: at a place at the latest, at none of the stages, or, with all intervals, not where;
 * `unknown` where no stage has an interval.
 */
export type DepthKind = 'fallen' | 'never' | 'open' | 'unknown';

export function depthKind(depth: DepthResult): DepthKind {
  if (depth.place !== null) return 'fallen';
  const earliest = earliestOf(depth);
  if (earliest === null) return 'unknown';
  return earliest > depth.stages ? 'never' : 'open';
}

/** The first place at which it may lie below; reports of earlier versions give only the one at which it does. */
export const earliestOf = ({ earliest, place, stages }: DepthResult): number | null =>
  earliest === undefined ? (place ?? stages + 1) : earliest;
