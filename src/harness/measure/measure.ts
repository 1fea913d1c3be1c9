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
import { mostDraws } from './draws.ts';
import { Explainer } from './explainer.ts';
import { gatedStages } from './gated-stages.ts';
import type { Journal } from './journal.ts';
import { type KeptMaps, MapStore } from './kept-maps.ts';
import { ownScores } from './own-scores.ts';
import { jsonScores, type References } from './references.ts';
import { comparePairs, type PreparedMaps, prepareMaps, sharedZeros, shiftedPairs } from './similarities.ts';
import type { VariantLab } from './variant-lab.ts';

/** The stages of every check of a plan; of a quick one, those that carry gates. */
export function plannedStages(
  subject: Pick<Subject, 'model' | 'methods'>,
  plan: Plan,
): Map<string, readonly Condition[]> {
  const facts = experimentFacts(subject, plan);
  return new Map(
    plan.orders.map((name) => {
      const stages = findCheck(name).conditions(facts);
      return [name, plan.quick ? gatedStages(name, stages, plan.gates) : stages];
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

/** Whether everything is known of a stage in a draw. */
export function isMeasured(
  { stage, draw }: { readonly stage: Condition; readonly draw: number },
  { subject, chunks, journal }: Pick<MeasureContext, 'subject' | 'chunks' | 'journal'>,
): boolean {
  const place = placeOf(stage, draw);
  return chunks.every(
    ({ first }) =>
      journal.has(changeKey(place, first)) &&
      concernedBy(stage, subject.methods).every(({ name }) =>
        journal.has(measurementKey(place, name, first)),
      ),
  );
}

export interface MeasureContext {
  readonly subject: Subject;
  readonly plan: Plan;
  readonly metrics: readonly Metric[];
  readonly chunks: readonly Chunk[];
  /** What the maps of a check are compared with, in the order of the methods. */
  readonly references: References;
  readonly lab: VariantLab;
  readonly journal: Journal;
  /** Says what is under way. */
  label(text: string): void;
  /** Gets the maps that are computed, not those that the journal knows the scores of. */
  shown(
    at: { readonly stage: Condition; readonly draw: number },
    method: number,
    chunk: Chunk,
    maps: Maps,
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
  const before = new NullMaps(context);
  let models = new Map<string, Condition>();
  let last = -1;
  for (const at of stagesInOrder(stages, plan)) {
    if (at.draw !== last) models = new Map();
    last = at.draw;
    const { stage } = at;
    const model = modelKey(lab, at);
    const ofNull = nullStages.has(stage);
    const twin = subject.reuse && !ofNull ? models.get(model) : undefined;
    models.set(model, stage);
    if (isMeasured(at, context)) continue;
    if (twin) copyTwin(context, twin, at);
    else await measureStage(context, at, ofNull ? before : null);
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

/** Names a stage in a draw among all that is explained. */
export const occasionOf = ({ stage, draw }: { readonly stage: Condition; readonly draw: number }): string =>
  JSON.stringify([stage.check, stage.name, draw]);

const placeOf = ({ check, name }: Condition, draw: number): Place => ({ check, condition: name, draw });

/** The same model under another check: its scores are the same. */
function copyTwin(
  { subject, chunks, journal }: MeasureContext,
  twin: Condition,
  { stage, draw }: { readonly stage: Condition; readonly draw: number },
): void {
  const place = placeOf(stage, draw);
  const known = placeOf(twin, draw);
  for (const { first } of chunks) {
    for (const { name } of subject.methods) {
      const line = journal.get<MeasurementLine>(measurementKey(known, name, first))!;
      journal.append({ ...line, ...place, null: null });
    }
    journal.append({ ...journal.get<ChangeLine>(changeKey(known, first))!, ...place });
  }
}

async function measureStage(
  context: MeasureContext,
  at: { readonly stage: Condition; readonly draw: number },
  before: NullMaps | null,
): Promise<void> {
  const { subject, plan, metrics, chunks, lab, journal, label } = context;
  const { stage, draw } = at;
  const place = placeOf(stage, draw);
  const check = findCheck(stage.check);
  const of = repetitions(check, stage, plan);
  const where = check.progress(stage, `${check.words.repetition} ${draw + 1}/${of}`);
  label(where);
  const change = await check.variant(lab, stage, draw).made();
  const reference = context.references(check);
  const methods = concernedBy(stage, subject.methods);
  const explainer = new Explainer(subject, change, {
    ...{ seed: plan.seed, target: plan.target, occasion: occasionOf(at) },
    before: (method) => label(`${where}, ${method}`),
  });
  try {
    for (const chunk of chunks) {
      const { first, count } = chunk;
      const missing = methods.filter(({ name }) => !journal.has(measurementKey(place, name, first)));
      if (missing.length === 0 && journal.has(changeKey(place, first))) continue;
      await before?.require(at, chunk, missing);
      const logits = await explainer.explain(chunk, missing, async (method, maps) => {
        const m = subject.methods.indexOf(method);
        context.shown(at, m, chunk, maps);
        const prepared = prepareMaps(maps, check.own ? [] : metrics);
        const pairs = shiftedPairs(chunk, 0);
        const against = (kept: KeptMaps, which: Int32Array) =>
          jsonScores(comparePairs(kept.prepared(), prepared, which, metrics));
        const unrelated = before?.of(at, method, chunk);
        journal.append({
          kind: 'measurement',
          ...place,
          ...{ method: method.name, first, inputs: count },
          scores: check.own
            ? await ownScores({ check, lab, method, reference: reference[m].maps, maps, at, chunk })
            : against(reference[m], pairs),
          null: unrelated ? against(unrelated, shiftedPairs({ first: 0, count }, 0)) : null,
          zeros: { shared: sharedZeros(reference[m].maps, maps, first), values: maps.values.length },
        });
        before?.keep(at, method, chunk, prepared);
      });
      const shifts = logitShifts(logits, subject.trained.logits, { first, count });
      const largest = largestShift(logits, subject.trained.logits, { first, count });
      journal.append({
        ...{ kind: 'change', ...place, first, coverage: change.coverage ?? 0, shifts },
        largest,
      });
    }
  } finally {
    await explainer.release();
  }
}

/** The maps of the draw before, which the null is measured against. */
class NullMaps {
  readonly #context: MeasureContext;
  readonly #kept = new Map<string, { readonly draw: number; readonly maps: KeptMaps }>();
  #store: MapStore;
  #draw = -1;

  constructor(context: MeasureContext) {
    this.#context = context;
    this.#store = new MapStore(context.metrics);
  }

  /** Explains the draw before, of what an interrupted run has not left in memory. */
  async require(
    { stage, draw }: { readonly stage: Condition; readonly draw: number },
    chunk: Chunk,
    methods: readonly Method[],
  ): Promise<void> {
    if (draw === 0) return;
    const missing = methods.filter((method) => !this.of({ stage, draw }, method, chunk));
    if (missing.length === 0) return;
    const { subject, plan, lab, metrics } = this.#context;
    const change = await findCheck(stage.check)
      .variant(lab, stage, draw - 1)
      .made();
    const explainer = new Explainer(subject, change, {
      ...{ seed: plan.seed, target: plan.target },
      occasion: occasionOf({ stage, draw: draw - 1 }),
    });
    try {
      await explainer.explain(chunk, missing, (method, maps) =>
        this.keep({ stage, draw: draw - 1 }, method, chunk, prepareMaps(maps, metrics)),
      );
    } finally {
      await explainer.release();
    }
  }

  of(
    { stage, draw }: { readonly stage: Condition; readonly draw: number },
    { name }: Method,
    { first }: Chunk,
  ) {
    const kept = this.#kept.get(JSON.stringify([stage.check, stage.name, name, first]));
    return kept?.draw === draw - 1 ? kept.maps : null;
  }

  keep(
    { stage, draw }: { readonly stage: Condition; readonly draw: number },
    { name }: Method,
    { first }: Chunk,
    prepared: PreparedMaps,
  ): void {
    if (draw > this.#draw) this.#store = new MapStore(this.#context.metrics);
    this.#draw = Math.max(draw, this.#draw);
    const maps = this.#store.keep(prepared);
    this.#kept.set(JSON.stringify([stage.check, stage.name, name, first]), { draw, maps });
  }
}

/** The stages that the null of every family of checks is measured at: the first at which two draws are unrelated models. */
function stagesOfNull(checks: ReadonlyMap<string, readonly Condition[]>): ReadonlySet<Condition> {
  const byFamily = new Map<string, Condition>();
  for (const [name, stages] of checks) {
    const { family } = findCheck(name);
    const unrelated = stages.find((stage) => stage.unrelated);
    if (unrelated && !byFamily.has(family)) byFamily.set(family, unrelated);
  }
  return new Set(byFamily.values());
}
