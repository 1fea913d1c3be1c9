import type { Maps } from '../../attribution/maps.ts';
import type { Check } from '../../checks/check.ts';
import type { Change, Lab } from '../../checks/lab.ts';
import { findCheck } from '../../checks/registry.ts';
import type { Plan } from '../../plan/plan.ts';
import { pairsKey, referenceKey, trainedKey } from '../../results/lines.ts';
import type { Notice } from '../../results/report.ts';
import type { Metric } from '../../similarity/metric.ts';
import { sameMaps } from '../../similarity/same-maps.ts';
import { choosePairs } from '../../statistics/pairs.ts';
import type { Subject } from '../prepare/subject.ts';
import { measureCeilings } from './ceilings.ts';
import type { Chunk } from './chunks.ts';
import { jsonScores } from './companions.ts';
import { companyNotices } from './company-notices.ts';
import { completenessNotices, conservationNotices } from './completeness.ts';
import { Explainer } from './explainer.ts';
import { inputStructures } from './input-structures.ts';
import type { Journal } from './journal.ts';
import { type KeptMaps, MapStore } from './kept-maps.ts';
import { metricNotices } from './metric-notices.ts';
import type { Replicas } from './replicas.ts';
import { comparePairs, prepareMaps } from './similarities.ts';
import { undefinedNotices } from './undefined-notices.ts';

export interface ReferenceContext {
  readonly subject: Subject;
  readonly plan: Pick<Plan, 'seed' | 'target' | 'orders'>;
  readonly metrics: readonly Metric[];
  /** Measured beside them. */
  readonly companions: readonly Metric[];
  readonly chunks: readonly Chunk[];
  readonly replicas: Replicas;
  /** Number of the look, of a run that takes inputs in looks. */
  readonly look?: number;
  readonly journal: Journal;
  /** Called before each method. */
  readonly before: (method: string) => void;
}

/** What maps are compared with: those of the trained model, and what checks have in their place. */
export type References = (check: Check) => readonly KeptMaps[];

/** Something that maps are compared with. */
export interface Reference {
  /** Absent for the maps of the trained model. */
  readonly name?: string;
  readonly change: Change;
}

/** The references of the checks of a plan. */
export async function allReferences(context: ReferenceContext, lab: Lab): Promise<References> {
  const known = new Map<string | undefined, readonly KeptMaps[]>();
  for (const order of context.plan.orders) {
    const { reference } = findCheck(order);
    if (known.has(reference?.name)) continue;
    const change = reference ? await reference.variant(lab).made() : {};
    known.set(reference?.name, await referenceMaps(context, { name: reference?.name, change }));
  }
  return ({ reference }) => known.get(reference?.name)!;
}

/** Explains a reference, and again for the ceilings what may come out otherwise; what scores are held against is journalled. */
async function referenceMaps(context: ReferenceContext, reference: Reference): Promise<readonly KeptMaps[]> {
  const { subject, plan, metrics, companions, journal, look, before } = context;
  const inLook = look === undefined ? {} : { look };
  const all = [...metrics, ...companions];
  const inputOf = inputStructures(subject.batch);
  const gaps: Notice[] = [];
  const maps = await trainedMaps(context, reference, gaps);
  const pairs = choosePairs(Array.from(subject.trained.targets), plan.seed);
  const store = new MapStore(all, inputOf);
  // One method after the other, so that what is not kept is never there for all of them at once.
  const prepared = maps.map((one, m) => {
    const ready = prepareMaps(one, all, inputOf);
    const method = subject.measured[m].name;
    if (!journal.has(trainedKey(method, { reference: reference.name, look }))) {
      const found = jsonScores(comparePairs(ready, ready, pairs, all), companions);
      const floors = { floors: found.scores, companions: found.companions };
      journal.append({
        ...{ kind: 'trained', method, ...named(reference), ...inLook },
        ...{ shape: [...one.shape], ...floors },
      });
    }
    return store.keep(ready);
  });
  await measureCeilings(context, prepared, reference);
  if (!journal.has(pairsKey(look))) {
    const notices = [
      ...identicalMethods(subject, prepared),
      ...(reference.name === undefined
        ? [
            ...gaps,
            ...(await companyNotices(subject, maps, { seed: plan.seed, target: plan.target, before })),
            ...(await completenessNotices(subject, maps)),
            ...conservationNotices(subject, maps),
          ]
        : []),
      ...metricNotices(subject.methods, maps.slice(0, subject.methods.length), metrics),
    ];
    journal.append({
      kind: 'pairs',
      ...inLook,
      pairs: [...pairs],
      notices: notices.map(({ code, message }) => ({ code, message })),
    });
  }
  return prepared;
}

/** The name of a reference, where it has one, as lines hold it. */
export const named = ({ name }: Reference): { readonly reference?: string } =>
  name === undefined ? {} : { reference: name };

/**
 * The maps of every method, chunk after chunk; those that an interrupted run has kept are not made again. `notices` gets what rules could not
 * find out.
 */
async function trainedMaps(
  { subject, plan, chunks, journal, before }: ReferenceContext,
  { name: reference, change }: Reference,
  notices: Notice[],
): Promise<Maps[]> {
  const { measured: methods, batch } = subject;
  const whole = new Map<string, Maps>();
  const put = (name: string, { first }: Chunk, { shape, values, count }: Maps) => {
    const size = values.length / count;
    const all = whole.get(name) ?? {
      shape,
      count: batch.count,
      values: new Float32Array(batch.count * size),
    };
    all.values.set(values, first * size);
    whole.set(name, all);
  };
  const explainer = new Explainer(subject, change, {
    ...{ seed: plan.seed, target: plan.target },
    ...{ before, occasion: 'trained' },
  });
  try {
    for (const chunk of chunks) {
      const missing = methods.filter(({ name }) => {
        const kept = journal.maps(referenceKey(name, reference), chunk);
        if (kept) put(name, chunk, kept);
        return !kept;
      });
      if (missing.length === 0) continue;
      await explainer.explain(chunk, missing, ({ name }, maps) => {
        put(name, chunk, maps);
        journal.keepMaps(referenceKey(name, reference), chunk, maps);
      });
    }
    notices.push(...undefinedNotices(explainer));
  } finally {
    await explainer.release();
  }
  return methods.map(({ name }) => whole.get(name)!);
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
