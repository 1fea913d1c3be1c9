import type { Maps } from '../../attribution/maps.ts';
import type { Method } from '../../attribution/method.ts';
import { ceilingKey } from '../../results/lines.ts';
import { jsonScores } from './companions.ts';
import { explainAll } from './explain-all.ts';
import { Explainer } from './explainer.ts';
import { inputStructures } from './input-structures.ts';
import type { KeptMaps } from './kept-maps.ts';
import { named, type Reference, type ReferenceContext } from './references.ts';
import { comparePairs, prepareMaps, shiftedPairs } from './similarities.ts';

/** Inputs on which a method that says of itself to be deterministic is put to the test. */
const PROBES = 8;

/**
 * Journals R_i of every method by metric: the trained map against one of other method noise. A method that calls itself
 * deterministic is explained again for a few inputs; only where those come out to the last bit are the maps that exist
 * taken for their own repetition. So a map that does not reproduce itself is found out, whatever the method says.
 */
export async function measureCeilings(
  context: ReferenceContext,
  trained: readonly KeptMaps[],
  reference: Reference,
): Promise<void> {
  const { subject, plan, metrics, companions, chunks, replicas, journal, before } = context;
  const all = [...metrics, ...companions];
  const { measured: methods, batch, reuse } = subject;
  const { name: basis, change } = reference;
  const open = methods.filter(({ name }) =>
    chunks.some(({ first }) => !journal.has(ceilingKey(name, first, basis))),
  );
  if (open.length === 0) return;
  const settings = { seed: plan.seed, target: plan.target, before, replica: 1, occasion: 'ceiling' };
  // A mean over noisy inputs comes out otherwise whatever the method says.
  const steady = reuse && !change.smoothing ? open.filter((method) => !method.stochastic) : [];
  const probed =
    steady.length > 0
      ? (
          await explainAll(subject, change, {
            ...settings,
            methods: steady,
            count: Math.min(PROBES, batch.count),
          })
        ).maps
      : [];
  const placeOf = (method: Method) => methods.indexOf(method);
  const repeated = new Set(
    steady.filter((method, i) => startsWith(trained[placeOf(method)].maps, probed[i])),
  );
  for (const method of repeated) {
    const first = trained[placeOf(method)].prepared();
    for (const chunk of chunks) {
      const found = comparePairs(first, first, shiftedPairs(chunk, chunk.first), all);
      journal.append({
        kind: 'ceiling',
        method: method.name,
        ...named(reference),
        first: chunk.first,
        ...jsonScores(found, companions),
      });
    }
  }
  const others = open.filter((method) => !repeated.has(method));
  if (others.length === 0) return;
  const explainer = new Explainer(subject, change, settings);
  try {
    for (const chunk of chunks) {
      const { first } = chunk;
      const missing = others.filter(({ name }) => !journal.has(ceilingKey(name, first, basis)));
      if (missing.length === 0) continue;
      await explainer.explain(chunk, missing, (method, maps) => {
        const known = trained[placeOf(method)].prepared();
        const replica = prepareMaps(maps, all, inputStructures(batch, first));
        if (method.stochastic && basis === undefined) replicas.keep(method, chunk, replica);
        const scores = jsonScores(comparePairs(known, replica, shiftedPairs(chunk, 0), all), companions);
        journal.append({ kind: 'ceiling', method: method.name, ...named(reference), first, ...scores });
      });
    }
  } finally {
    await explainer.release();
  }
}

/** Whether the first maps of `whole` are those of `part`, NaN being equal to NaN. */
function startsWith({ values }: Maps, part: Maps): boolean {
  return part.values.every((value, i) => Object.is(value, values[i]));
}
