import type { Plan } from '../config/plan.ts';
import type { Metric } from '../similarity/metric.ts';
import { sameMaps } from '../similarity/same-maps.ts';
import { choosePairs } from '../statistics/pairs.ts';
import { ceilings } from './ceilings.ts';
import { completenessNotices } from './completeness.ts';
import { explainAll } from './explain-all.ts';
import { type KeptMaps, MapStore } from './kept-maps.ts';
import { metricNotices } from './metric-notices.ts';
import type { Notice } from './report.ts';
import { comparePairs, prepareMaps } from './similarities.ts';
import type { Subject } from './subject.ts';

/** The maps of the trained model and what scores are held against, in the order of the subject's methods. */
export interface TrainedReferences {
  readonly prepared: readonly KeptMaps[];
  /** R_i by metric: trained map against trained map with other method noise. */
  readonly ceilings: readonly Readonly<Record<string, Float64Array>>[];
  /** Pairs of different images, flat. */
  readonly pairs: Int32Array;
  /** One score a pair, by metric. */
  readonly floors: readonly Readonly<Record<string, Float64Array>>[];
  readonly notices: readonly Notice[];
}

/** Explains the trained model, and again for the ceilings what may come out otherwise. */
export async function trainedReferences(
  subject: Subject,
  plan: Pick<Plan, 'seed' | 'target'>,
  metrics: readonly Metric[],
  before: (method: string) => void,
): Promise<TrainedReferences> {
  const { seed, target } = plan;
  const settings = { seed, target, before };
  const { maps } = await explainAll(subject, subject.model.trained, settings);
  const pairs = choosePairs(Array.from(subject.trained.targets), seed);
  const store = new MapStore(metrics);
  const floors: Record<string, Float64Array>[] = [];
  // One method after the other, so that what is not kept is never there for all of them at once.
  const prepared = maps.map((one) => {
    const ready = prepareMaps(one, metrics);
    floors.push(comparePairs(ready, ready, pairs, metrics));
    return store.keep(ready);
  });
  return {
    prepared,
    ceilings: await ceilings(subject, prepared, metrics, settings),
    pairs,
    floors,
    notices: [
      ...identicalMethods(subject, prepared),
      ...(await completenessNotices(subject, maps)),
      ...metricNotices(subject.methods, maps, metrics),
    ],
  };
}

/** Two methods with the same maps are one method under two names: a rule that did not act, for example. */
function identicalMethods({ methods }: Subject, prepared: readonly KeptMaps[]): Notice[] {
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
