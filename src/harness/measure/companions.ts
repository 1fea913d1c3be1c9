import type { Plan } from '../../plan/plan.ts';
import { toJson } from '../../results/lines.ts';
import type { Metric } from '../../similarity/metric.ts';
import { MULTIVERSE, metricOfCell } from '../../similarity/multiverse.ts';
import {
  partialAbs,
  partialSigned,
  unexplainedAbs,
  unexplainedSigned,
} from '../../similarity/partial-spearman.ts';
import { spearmanSignedSupport } from '../../similarity/spearman-signed-support.ts';

/** What is measured of every map beside the metrics of a plan: what the similarity is made of. */
export function companionsOf({
  metrics,
  multiverse,
}: Pick<Plan, 'metrics' | 'multiverse'>): readonly Metric[] {
  const all = [
    spearmanSignedSupport,
    partialAbs,
    partialSigned,
    unexplainedAbs,
    unexplainedSigned,
    ...(multiverse ? MULTIVERSE.map(metricOfCell) : []),
  ];
  return all.filter(({ name }) => !metrics.includes(name));
}

/** Those that are measured at a condition: only where a gate is judged are they asked for. */
export const companionsAt = (companions: readonly Metric[], gated: boolean): readonly Metric[] =>
  gated ? companions : [];

type Scores = Readonly<Record<string, Float64Array>>;

/** Scores by metric as JSON keeps them: those of the plan's metrics, and those of their companions. */
export function jsonScores(scores: Scores, companions: readonly Metric[]) {
  const beside = new Set(companions.map(({ name }) => name));
  const only = (wanted: boolean) =>
    Object.fromEntries(
      Object.entries(scores).flatMap(([metric, values]) =>
        beside.has(metric) === wanted ? [[metric, toJson(values)]] : [],
      ),
    );
  return { scores: only(false), companions: only(true) };
}
