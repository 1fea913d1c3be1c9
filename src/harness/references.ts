import type { Plan } from '../config/plan.ts';
import type { Metric } from '../similarity/metric.ts';
import { sameMaps } from '../similarity/same-maps.ts';
import { choosePairs } from '../statistics/pairs.ts';
import { completenessNotices } from './completeness.ts';
import { explainAll } from './explain-all.ts';
import { metricNotices } from './metric-notices.ts';
import type { Notice } from './report.ts';
import { comparePairs, type PreparedMaps, prepareMaps, samePairs } from './similarities.ts';
import type { Subject } from './subject.ts';

/** The maps of the trained model and what scores are held against, in the order of the subject's methods. */
export interface TrainedReferences {
  readonly prepared: readonly PreparedMaps[];
  /** R_i by metric: trained map against trained map with other method noise. */
  readonly ceilings: readonly Readonly<Record<string, Float64Array>>[];
  /** Pairs of different images, flat. */
  readonly pairs: Int32Array;
  /** One score a pair, by metric. */
  readonly floors: readonly Readonly<Record<string, Float64Array>>[];
  readonly notices: readonly Notice[];
}

/**
 * Explains the trained model twice. Deterministic methods are explained twice as well: a map that does not reproduce
 * itself is found out here, whatever the method says of itself.
 */
export async function trainedReferences(
  subject: Subject,
  plan: Pick<Plan, 'seed' | 'target'>,
  metrics: readonly Metric[],
  before: (method: string) => void,
): Promise<TrainedReferences> {
  const { seed, target } = plan;
  const first = await explainAll(subject, subject.model.trained, { seed, target, before });
  const prepared = first.maps.map((maps) => prepareMaps(maps, metrics));
  const second = await explainAll(subject, subject.model.trained, { seed, target, before, replica: 1 });
  const pairs = choosePairs(Array.from(subject.trained.targets), seed);
  const same = samePairs(subject.batch.count);
  return {
    prepared,
    ceilings: second.maps.map((maps, m) =>
      comparePairs(prepared[m], prepareMaps(maps, metrics), same, metrics),
    ),
    pairs,
    floors: prepared.map((p) => comparePairs(p, p, pairs, metrics)),
    notices: [
      ...identicalMethods(subject, prepared),
      ...(await completenessNotices(subject, first.maps)),
      ...metricNotices(subject.methods, first.maps, metrics),
    ],
  };
}

/** Two methods with the same maps are one method under two names: a rule that did not act, for example. */
function identicalMethods({ methods }: Subject, prepared: readonly PreparedMaps[]): Notice[] {
  const notices: Notice[] = [];
  for (let a = 0; a < methods.length; a++) {
    for (let b = a + 1; b < methods.length; b++) {
      if (!sameMaps(prepared[a].maps, prepared[b].maps)) continue;
      notices.push({
        code: 'identical-methods',
        message: `${methods[a].name} and ${methods[b].name} give identical maps on the trained model`,
      });
    }
  }
  return notices;
}
