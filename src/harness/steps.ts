import type { Maps } from '../attribution/maps.ts';
import type { Condition } from '../checks/check.ts';
import { findCheck } from '../checks/registry.ts';
import type { Plan } from '../config/plan.ts';
import { selectLayers } from '../randomize/randomize.ts';
import type { Metric } from '../similarity/metric.ts';
import { mostDraws } from './draws.ts';
import { type Explained, explainAll } from './explain-all.ts';
import type { Journal } from './journal.ts';
import { type KeptMaps, MapStore } from './kept-maps.ts';
import { logitShift } from './logits.ts';
import type { TrainedReferences } from './references.ts';
import { comparePairs, prepareMaps, samePairs, sharedZeros } from './similarities.ts';
import type { VariantLab } from './stage-weights.ts';
import { type Step, stepName, toJson } from './step.ts';
import type { Subject } from './subject.ts';

/** The stages of every check of a plan. */
export function plannedStages(
  subject: Pick<Subject, 'model'>,
  plan: Plan,
): Map<string, readonly Condition[]> {
  const groups = selectLayers(subject.model, plan.layers, plan.group);
  const allGroups = selectLayers(subject.model, null, plan.group);
  return new Map(plan.orders.map((name) => [name, findCheck(name).conditions({ groups, allGroups })]));
}

export interface StepHooks {
  /** Says what is under way. */
  label(text: string): void;
  /** Gets the maps of every step that is computed, not read from the journal. */
  maps(stage: Condition, draw: number, maps: readonly Maps[]): void;
}

export interface StepContext {
  readonly subject: Subject;
  readonly plan: Plan;
  readonly metrics: readonly Metric[];
  readonly references: TrainedReferences;
  readonly lab: VariantLab;
  readonly journal: Journal;
  readonly hooks: StepHooks;
}

/**
 * Runs every stage of every order under every draw: randomise, explain, compare with the trained maps. Finished steps
 * are taken from the journal, new ones go into it. A model that several orders have in a draw is explained once.
 */
export async function runSteps(context: StepContext): Promise<Step[]> {
  const { subject, plan, metrics, journal, lab, hooks } = context;
  const orders = plannedStages(subject, plan);
  const nullStages = stagesOfNull(orders);
  const steps: Step[] = [];
  // The maps of the draw before, for the null.
  const before = new Map<Condition, readonly KeptMaps[]>();

  for (let draw = 0; draw < mostDraws(plan); draw++) {
    const models = new Map<string, Step>();
    const due = [...orders]
      .filter(([name]) => draw < findCheck(name).draws(plan))
      .flatMap(([, stages]) => stages);
    for (const stage of due) {
      const model = findCheck(stage.check).variant(lab, stage, draw).key;
      const finish = (step: Step) => {
        steps.push(step);
        models.set(model, step);
      };
      const key = { draw, order: stage.check, stage: stage.name };
      const known = journal.find(stepName(key));
      if (known) {
        before.delete(stage);
        finish(known);
        continue;
      }
      const ofNull = nullStages.has(stage);
      const twin = subject.reuse && !ofNull ? models.get(model) : undefined;
      if (twin) {
        const step = { ...twin, ...key, againstRandom: null };
        journal.append(step);
        finish(step);
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
      finish(step);
    }
  }
  return steps;
}

interface ExplainedStage extends Explained {
  readonly coverage: number;
}

async function explainStage(
  { subject, plan, lab, hooks }: StepContext,
  stage: Condition,
  draw: number,
): Promise<ExplainedStage> {
  const check = findCheck(stage.check);
  const where = check.progress(stage, `${check.words.repetition} ${draw + 1}/${check.draws(plan)}`);
  hooks.label(where);
  const { weights, coverage } = await check.variant(lab, stage, draw).weights();
  const { seed, target } = plan;
  const before = (method: string) => hooks.label(`${where}, ${method}`);
  const explained = await explainAll(subject, weights, { seed, target, before });
  return { ...explained, coverage };
}

/** What a step keeps of the maps of its model; method after method, so that prepared maps are there for one only. */
function compared(
  { subject, metrics, references }: StepContext,
  { maps, logits, coverage }: ExplainedStage,
  before: readonly KeptMaps[] | null,
): Omit<Step, 'draw' | 'order' | 'stage'> {
  const same = samePairs(subject.batch.count);
  const scores: Record<string, Step['scores'][string]> = {};
  const againstRandom: Record<string, Step['scores'][string]> = {};
  const zeros: Record<string, number> = {};
  for (const [m, { name }] of subject.methods.entries()) {
    const prepared = prepareMaps(maps[m], metrics);
    const against = (kept: KeptMaps) => json(comparePairs(kept.prepared(), prepared, same, metrics));
    scores[name] = against(references.prepared[m]);
    zeros[name] = sharedZeros(references.prepared[m].maps, maps[m]);
    if (before) againstRandom[name] = against(before[m]);
  }
  return {
    coverage,
    logitShift: logitShift(logits, subject.trained.logits),
    scores,
    sharedZeros: zeros,
    againstRandom: before && againstRandom,
  };
}

const json = (scores: Readonly<Record<string, Float64Array>>) =>
  Object.fromEntries(Object.entries(scores).map(([metric, values]) => [metric, toJson(values)]));

function keepMaps(maps: readonly Maps[], metrics: readonly Metric[]): KeptMaps[] {
  const store = new MapStore(metrics);
  return maps.map((one) => store.keep(prepareMaps(one, metrics)));
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
