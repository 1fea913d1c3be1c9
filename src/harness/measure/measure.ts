import type { Maps } from '../../attribution/maps.ts';
import type { Method } from '../../attribution/method.ts';
import { type Condition, concernedBy, repetitions } from '../../checks/check.ts';
import { findCheck } from '../../checks/registry.ts';
import type { Plan } from '../../plan/plan.ts';
import {
  type ChangeLine,
  changeKey,
  type MeasurementLine,
  measurementKey,
  type Place,
} from '../../results/lines.ts';
import type { Metric } from '../../similarity/metric.ts';
import { experimentFacts } from '../prepare/experiment-facts.ts';
import { largestShift, logitShifts } from '../prepare/logits.ts';
import type { Subject } from '../prepare/subject.ts';
import type { Chunk } from './chunks.ts';
import { companionsAt, jsonScores } from './companions.ts';
import { mostDraws } from './draws.ts';
import { Explainer } from './explainer.ts';
import { gatedStages } from './gated-stages.ts';
import { inputStructures } from './input-structures.ts';
import type { Journal } from './journal.ts';
import type { KeptMaps } from './kept-maps.ts';
import { leftOutOf, lineOf, without } from './left-out.ts';
import { measureAsTrained } from './measure-as-trained.ts';
import { NullMaps, stagesOfNull } from './null-maps.ts';
import { occasionOf } from './occasion.ts';
import { ownScores } from './own-scores.ts';
import type { References } from './references.ts';
import type { Replicas } from './replicas.ts';
import { comparePairs, prepareMaps, sharedZeros, shiftedPairs } from './similarities.ts';
import type { VariantLab } from './variant-lab.ts';

/** The stages of every check of a plan; of one that is quick or stops when it is decided, those that carry gates. */
export function plannedStages(
  subject: Pick<Subject, 'model' | 'methods' | 'networks'>,
  plan: Plan,
): Map<string, readonly Condition[]> {
  const facts = experimentFacts(subject, plan);
  return new Map(
    plan.orders.map((name) => {
      const stages = findCheck(name).conditions(facts);
      return [name, plan.quick || plan.looks ? gatedStages(name, stages, plan.gates) : stages];
    }),
  );
}

/** Every stage of every check in each of its draws, draw after draw. */
export function* stagesInOrder(
  stages: ReadonlyMap<string, readonly Condition[]>,
  plan: Plan,
): Generator<{ stage: Condition; draw: number }> {
  for (let draw = 0; draw < mostDraws(plan); draw++) {
    for (const [name, list] of stages) {
      const check = findCheck(name);
      for (const stage of list) if (draw < repetitions(check, stage, plan)) yield { stage, draw };
    }
  }
}

/** Whether everything that is wanted is known of a stage in a draw. */
export function isMeasured(
  { stage, draw }: { readonly stage: Condition; readonly draw: number },
  context: Pick<MeasureContext, 'subject' | 'chunks' | 'journal' | 'wants'>,
): boolean {
  const { chunks, journal } = context;
  const methods = measuredAt(stage, context);
  const place = placeOf(stage, draw);
  if (methods.length === 0) return true;
  return chunks.every(
    ({ first }) =>
      journal.has(changeKey(place, first)) &&
      methods.every(({ name }) => journal.has(measurementKey(place, name, first))),
  );
}

/** The methods that are measured at a stage. */
function measuredAt(
  stage: Condition,
  { subject, wants }: Pick<MeasureContext, 'subject' | 'wants'>,
): readonly Method[] {
  return concernedBy(stage, subject.measured).filter((method) => wants?.(method, stage) ?? true);
}

export interface MeasureContext {
  readonly subject: Subject;
  readonly plan: Plan;
  readonly metrics: readonly Metric[];
  /** Measured beside them, against the trained maps alone. */
  readonly companions: readonly Metric[];
  readonly chunks: readonly Chunk[];
  /** What the maps of a check are compared with, in the order of the methods that are measured. */
  readonly references: References;
  readonly replicas: Replicas;
  readonly lab: VariantLab;
  readonly journal: Journal;
  /** Whether a method is measured at a stage that concerns it; every one is by default. */
  readonly wants?: (method: Method, stage: Condition) => boolean;
  /** Where maps for the null are kept, of a run that measures in several goes. */
  readonly nullMaps?: NullMaps;
  /** Says what is under way. */
  label(text: string): void;
  /**
   * Gets the maps of the methods asked for that are computed, not those that the journal knows the scores of; with the chunk's inputs
   * where they are not those of the run.
   */
  shown(
    at: { readonly stage: Condition; readonly draw: number },
    method: number,
    chunk: Chunk,
    maps: Maps,
    inputs?: Float32Array,
  ): void;
}

/**
 * Measures every stage of every check in every draw: changes the model, explains, compares with the trained maps. What the
 * journal has is not measured again, the rest goes into it by method and chunk of inputs. A model that several checks have in
 * a draw is explained once.
 */
export async function measure(context: MeasureContext): Promise<void> {
  const { subject, plan, lab } = context;
  const stages = plannedStages(subject, plan);
  const nullStages = stagesOfNull(stages);
  const gated = new Set([...stages].flatMap(([name, all]) => gatedStages(name, all, plan.gates)));
  const before = context.nullMaps ?? new NullMaps(context);
  let models = new Map<string, Condition>();
  // A model that a gate of any check judges, whichever check comes to it first.
  let judged: ReadonlySet<string> = new Set();
  let last = -1;
  for (const at of stagesInOrder(stages, plan)) {
    const { stage, draw } = at;
    if (draw !== last) {
      models = new Map();
      const judgedNow = [...gated].filter((each) => draw < repetitions(findCheck(each.check), each, plan));
      judged = new Set(judgedNow.map((each) => modelKey(lab, { stage: each, draw })));
    }
    last = draw;
    const model = modelKey(lab, at);
    const ofNull = nullStages.has(stage);
    const same = subject.reuse && !ofNull ? models.get(model) : undefined;
    const known = same ? measuredAt(same, context) : [];
    const twin = measuredAt(stage, context).every((method) => known.includes(method)) ? same : undefined;
    models.set(model, stage);
    if (isMeasured(at, context)) continue;
    if (twin) copyTwin(context, twin, at);
    else await measureStage(context, at, { before: ofNull ? before : null, gated: judged.has(model) });
  }
}

/** Equal, in one draw, for stages at which the same is explained and compared with the same. */
function modelKey(
  lab: VariantLab,
  { stage, draw }: { readonly stage: Condition; readonly draw: number },
): string {
  const check = findCheck(stage.check);
  const own = check.own || stage.methods ? check.name : null;
  return JSON.stringify([own, check.reference?.name, check.variant(lab, stage, draw).key]);
}

export const placeOf = ({ check, name }: Condition, draw: number): Place => ({
  check,
  condition: name,
  draw,
});

/** The same model under another check: its scores are the same. */
function copyTwin(
  context: MeasureContext,
  twin: Condition,
  { stage, draw }: { readonly stage: Condition; readonly draw: number },
): void {
  const { chunks, journal } = context;
  const place = placeOf(stage, draw);
  const known = placeOf(twin, draw);
  for (const { first } of chunks) {
    for (const { name } of measuredAt(stage, context)) {
      const line = journal.get<MeasurementLine>(measurementKey(known, name, first))!;
      journal.append({ ...line, ...place, null: null });
    }
    journal.append({ ...journal.get<ChangeLine>(changeKey(known, first))!, ...place });
  }
}

async function measureStage(
  context: MeasureContext,
  at: { readonly stage: Condition; readonly draw: number },
  { before, gated }: { readonly before: NullMaps | null; readonly gated: boolean },
): Promise<void> {
  const { subject, plan, metrics, companions, chunks, replicas, lab, journal, label } = context;
  const { stage, draw } = at;
  const place = placeOf(stage, draw);
  const check = findCheck(stage.check);
  const of = repetitions(check, stage, plan);
  const where = check.progress(stage, `${check.words.repetition} ${draw + 1}/${of}`);
  label(where);
  if (check.own?.asTrained) return measureAsTrained(context, at, where);
  const change = await check.variant(lab, stage, draw).made();
  const reference = context.references(check);
  const all = check.own ? [] : [...metrics, ...companionsAt(companions, gated)];
  const methods = measuredAt(stage, context);
  const explainer = new Explainer(subject, change, {
    ...{ seed: plan.seed, target: plan.target, occasion: occasionOf(at) },
    before: (method) => label(`${where}, ${method}`),
  });
  try {
    for (const chunk of chunks) {
      const { first, count } = chunk;
      const missing = methods.filter(({ name }) => !journal.has(measurementKey(place, name, first)));
      const left = leftOutOf(change, chunk);
      if (missing.length === 0 && journal.has(changeKey(place, first))) continue;
      await before?.require(at, chunk, missing);
      // Replicas are maps of the trained model as it is; under another reference they tell nothing.
      const replicated = gated && check.reference === undefined;
      if (replicated) await replicas.require(chunk, missing);
      const logits = await explainer.explain(chunk, missing, async (method, maps, own) => {
        const m = subject.measured.indexOf(method);
        if (subject.methods.includes(method)) context.shown(at, m, chunk, maps, own?.values);
        const prepared = prepareMaps(maps, all, inputStructures(subject.batch, first));
        const pairs = shiftedPairs(chunk, 0);
        const against = (kept: KeptMaps, which: Int32Array, by = metrics) =>
          jsonScores(without(comparePairs(kept.prepared(), prepared, which, by), left, first), companions);
        const unrelated = before?.of(at, method, chunk);
        const replica = replicated ? replicas.of(method, chunk) : null;
        const chunkPairs = shiftedPairs({ first: 0, count }, 0);
        journal.append({
          kind: 'measurement',
          ...place,
          ...{ method: method.name, first, inputs: count },
          ...(check.own
            ? await ownScores({ check, lab, method, reference: reference[m].maps, maps, at, chunk })
            : against(reference[m], pairs, all)),
          null: unrelated ? against(unrelated, chunkPairs).scores : null,
          ...(replica ? { replica: against(replica, chunkPairs).scores } : {}),
          ...(own?.logits
            ? { shifts: logitShifts(own.logits, subject.trained.logits, { first, count }) }
            : {}),
          zeros: { shared: sharedZeros(reference[m].maps, maps, first), values: maps.values.length },
        });
        before?.keep(at, method, chunk, prepared);
      });
      const shifts = logitShifts(logits, subject.trained.logits, { first, count });
      const largest = largestShift(logits, subject.trained.logits, { first, count });
      journal.append({
        ...{ kind: 'change', ...place, first, coverage: change.coverage ?? 0, shifts },
        largest,
        ...lineOf(change, left),
      });
    }
  } finally {
    await explainer.release();
  }
}
