import type { Maps } from '../attribution/maps.ts';
import type { Method } from '../attribution/method.ts';
import type { Metric } from '../similarity/metric.ts';
import { type ExplainSettings, explainAll } from './explain-all.ts';
import type { KeptMaps } from './kept-maps.ts';
import { comparePairs, prepareMaps, samePairs } from './similarities.ts';
import type { Subject } from './subject.ts';

/** Inputs on which a method that says of itself to be deterministic is put to the test. */
const PROBES = 8;

/**
 * R_i of every method by metric: the trained map against one of other method noise. A method that calls itself
 * deterministic is explained again for a few inputs; only where those come out to the last bit are the maps that exist
 * taken for their own repetition. So a map that does not reproduce itself is found out, whatever the method says.
 */
export async function ceilings(
  subject: Subject,
  trained: readonly KeptMaps[],
  metrics: readonly Metric[],
  settings: ExplainSettings,
): Promise<Record<string, Float64Array>[]> {
  const { methods, model, batch, reuse } = subject;
  const again = async (chosen: readonly Method[], count?: number) => {
    if (chosen.length === 0) return new Map<Method, Maps>();
    const how = { ...settings, replica: 1, methods: chosen, count };
    const { maps } = await explainAll(subject, model.trained, how);
    return new Map(chosen.map((method, m) => [method, maps[m]]));
  };
  const steady = reuse ? methods.filter((method) => !method.stochastic) : [];
  const probed = await again(steady, Math.min(PROBES, batch.count));
  const repeated = new Set(
    steady.filter((method) => startsWith(trained[methods.indexOf(method)].maps, probed.get(method)!)),
  );
  const replicas = await again(methods.filter((method) => !repeated.has(method)));
  const same = samePairs(batch.count);
  return methods.map((method, m) => {
    const first = trained[m].prepared();
    const replica = replicas.get(method);
    return comparePairs(first, replica ? prepareMaps(replica, metrics) : first, same, metrics);
  });
}

/** Whether the first maps of `whole` are those of `part`, NaN being equal to NaN. */
function startsWith({ values }: Maps, part: Maps): boolean {
  return part.values.every((value, i) => Object.is(value, values[i]));
}
