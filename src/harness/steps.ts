import type { Maps } from '../attribution/maps.ts';
import type { Order, Plan } from '../config/plan.ts';
import { modelKey, type Stage, stagesOf } from '../randomize/orders.ts';
import { selectLayers } from '../randomize/randomize.ts';
import type { Metric } from '../similarity/metric.ts';
import { drawsOf, mostDraws } from './draws.ts';
import { type Explained, explainAll } from './explain-all.ts';
import { gatedStages } from './gated-stages.ts';
import type { Journal } from './journal.ts';
import { type KeptMaps, MapStore } from './kept-maps.ts';
import { logitShift } from './logits.ts';
import type { TrainedReferences } from './references.ts';
import { comparePairs, type PreparedMaps, prepareMaps, samePairs, sharedZeros } from './similarities.ts';
import type { StageWeights } from './stage-weights.ts';
import { type Step, stepName, toJson } from './step.ts';
import type { Subject } from './subject.ts';

/** The stages of every order of a plan; of a quick one, those that carry gates. */
export function plannedStages(subject: Pick<Subject, 'model'>, plan: Plan): Map<Order, readonly Stage[]> {
  const layers = selectLayers(subject.model, plan.layers, plan.group);
  // A training moves all layers, whichever are chosen to be made random.
  const all = selectLayers(subject.model, null, plan.group);
  return new Map(
    plan.orders.map((order) => {
      const stages = stagesOf(order, order === 'labels' ? all : layers);
      return [order, plan.quick ? gatedStages(stages, plan.gates) : stages];
    }),
  );
}

export interface StepHooks {
  /** Says what is under way. */
  label(text: string): void;
  /** Gets the maps of every step that is computed, not read from the journal. */
  maps(stage: Stage, draw: number, maps: readonly Maps[]): void;
}

export interface StepContext {
  readonly subject: Subject;
  readonly plan: Plan;
  readonly metrics: readonly Metric[];
  readonly references: TrainedReferences;
  readonly weights: StageWeights;
  readonly journal: Journal;
  readonly hooks: StepHooks;
}

/**
 * Runs every stage of every order under every draw: randomise, explain, compare with the trained maps. Finished steps
 * are taken from the journal, new ones go into it. A model that several orders have in a draw is explained once.
 */
export async function runSteps(context: StepContext): Promise<Step[]> {
  const { subject, plan, metrics, journal, hooks } = context;
  const orders = plannedStages(subject, plan);
  const nullStages = stagesOfNull(orders, plan.groups.length);
  const steps: Step[] = [];
  // The maps of the draw before, for the null.
  const before = new Map<Stage, readonly KeptMaps[]>();

  for (let draw = 0; draw < mostDraws(plan); draw++) {
    const models = new Map<string, Step>();
    const finish = (stage: Stage, step: Step) => {
      steps.push(step);
      models.set(modelKey(stage), step);
    };
    const due = [...orders].filter(([order]) => draw < drawsOf(plan, order)).flatMap(([, stages]) => stages);
    for (const stage of due) {
      const key = { draw, order: stage.order, stage: stage.name };
      const known = journal.find(stepName(key));
      if (known) {
        before.delete(stage);
        finish(stage, known);
        continue;
      }
      const ofNull = nullStages.has(stage);
      const twin = subject.reuse && !ofNull ? models.get(modelKey(stage)) : undefined;
      if (twin) {
        const step = { ...twin, ...key, againstRandom: null };
        journal.append(step);
        finish(stage, step);
        continue;
      }
      if (ofNull && !before.has(stage) && draw > 0) {
        before.set(stage, keepMaps((await explainStage(context, stage, draw - 1)).maps, metrics));
      }
      const explained = await explainStage(context, stage, draw);
      hooks.maps(stage, draw, explained.maps);
      const step = { ...key, ...compared(context, explained, before.get(stage) ?? null) };
      if (ofNull) before.set(stage, keepMaps(explained.maps, metrics));
      journal.append(step);
      finish(stage, step);
    }
  }
  return steps;
}

interface ExplainedStage extends Explained {
  readonly coverage: number;
}

async function explainStage(
  { subject, plan, weights, hooks }: StepContext,
  stage: Stage,
  draw: number,
): Promise<ExplainedStage> {
  const of = `${draw + 1}/${drawsOf(plan, stage.order)}`;
  const where = stage.order === 'labels' ? `permutation ${of}` : `draw ${of}, ${stage.order} ${stage.name}`;
  hooks.label(where);
  const random = await weights.of(stage, draw);
  const { seed, target } = plan;
  const before = (method: string) => hooks.label(`${where}, ${method}`);
  const explained = await explainAll(subject, random.weights, { seed, target, before });
  return { ...explained, coverage: random.coverage };
}

/** What a step keeps of the maps of its model; method after method, so that prepared maps are there for one only. */
function compared(
  { subject, metrics, references }: StepContext,
  { maps, logits, coverage }: ExplainedStage,
  before: readonly KeptMaps[] | null,
): Omit<Step, 'draw' | 'order' | 'stage'> {
  const same = samePairs(subject.batch.count);
  const against = (kept: KeptMaps, prepared: PreparedMaps) =>
    json(comparePairs(kept.prepared(), prepared, same, metrics));
  const rows = subject.methods.map(({ name }, m) => {
    const prepared = prepareMaps(maps[m], metrics);
    return {
      name,
      scores: against(references.prepared[m], prepared),
      zeros: sharedZeros(references.prepared[m].maps, maps[m]),
      random: before && against(before[m], prepared),
    };
  });
  // Entries, because a name may be one that assignment does something else with: __proto__.
  const byMethod = <T>(value: (row: (typeof rows)[number]) => T) =>
    Object.fromEntries(rows.map((row) => [row.name, value(row)]));
  return {
    coverage,
    logitShift: logitShift(logits, subject.trained.logits),
    scores: byMethod((row) => row.scores),
    sharedZeros: byMethod((row) => row.zeros),
    againstRandom: before && byMethod((row) => row.random!),
  };
}

const json = (scores: Readonly<Record<string, Float64Array>>) =>
  Object.fromEntries(Object.entries(scores).map(([metric, values]) => [metric, toJson(values)]));

function keepMaps(maps: readonly Maps[], metrics: readonly Metric[]): KeptMaps[] {
  const store = new MapStore(metrics);
  return maps.map((one) => store.keep(prepareMaps(one, metrics)));
}

/**
 * The stages at which two draws give two models that have nothing in common but their architecture: that of the first
 * cumulative order at which all groups are random, where it is run, and that of `labels`, where two permutations were learnt.
 */
function stagesOfNull(orders: ReadonlyMap<Order, readonly Stage[]>, groups: number): ReadonlySet<Stage> {
  const cumulative = [...orders].find(([order]) => order === 'cascade' || order === 'bottom-up');
  const random = cumulative?.[1].find(({ layers }) => layers.length === groups);
  const ends = [random, ...(orders.get('labels') ?? [])];
  return new Set(ends.filter((stage) => stage !== undefined));
}
