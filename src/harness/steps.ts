import type { Maps } from '../attribution/maps.ts';
import type { Order, Plan } from '../config/plan.ts';
import { type Stage, stagesOf } from '../randomize/orders.ts';
import { randomizeStage, selectLayers } from '../randomize/randomize.ts';
import type { Metric } from '../similarity/metric.ts';
import { explainAll } from './explain-all.ts';
import type { Journal } from './journal.ts';
import { logitShift } from './logits.ts';
import type { TrainedReferences } from './references.ts';
import { comparePairs, type PreparedMaps, prepareMaps, samePairs, sharedZeros } from './similarities.ts';
import { type Step, stepName, toJson } from './step.ts';
import type { Subject } from './subject.ts';

/** The stages of every order of a plan. */
export function plannedStages(subject: Pick<Subject, 'model'>, plan: Plan): Map<Order, readonly Stage[]> {
  const layers = selectLayers(subject.model, plan.layers, plan.group);
  return new Map(plan.orders.map((order) => [order, stagesOf(order, layers)]));
}

export interface StepHooks {
  /** Says what is under way. */
  label(text: string): void;
  /** Gets the maps of every step of the first draw that is computed, not read from the journal. */
  maps(stage: Stage, maps: readonly Maps[]): void;
}

/**
 * Runs every stage of every order under every draw: randomise, explain, compare with the trained maps. Finished steps
 * are taken from the journal, new ones go into it.
 */
export async function runSteps(
  subject: Subject,
  plan: Plan,
  metrics: readonly Metric[],
  references: TrainedReferences,
  journal: Journal,
  hooks: StepHooks,
): Promise<Step[]> {
  const orders = plannedStages(subject, plan);
  const nullStage = fullStage(orders);
  const same = samePairs(subject.batch.count);
  const { methods } = subject;
  const steps: Step[] = [];
  // The fully random maps of the draw before, for the null.
  let before: readonly PreparedMaps[] | null = null;

  const explain = async (stage: Stage, draw: number) => {
    const { seed, target, initializer, batchNorm } = plan;
    const { weights, coverage } = randomizeStage(subject.model, stage, {
      draw,
      seed,
      initializer,
      batchNorm,
    });
    const where = `draw ${draw + 1}/${plan.draws}, ${stage.order} ${stage.name}`;
    const said = (method: string) => hooks.label(`${where}, ${method}`);
    return { coverage, ...(await explainAll(subject, weights, { seed, target, before: said })) };
  };
  const byMethod = (scores: (m: number) => Record<string, Float64Array>) =>
    Object.fromEntries(
      methods.map((method, m) => [
        method.name,
        Object.fromEntries(Object.entries(scores(m)).map(([name, values]) => [name, toJson(values)])),
      ]),
    );

  for (let draw = 0; draw < plan.draws; draw++) {
    for (const [order, stages] of orders) {
      for (const stage of stages) {
        const known = journal.find(stepName({ draw, order, stage: stage.name }));
        if (known) {
          steps.push(known);
          if (stage === nullStage) before = null;
          continue;
        }
        const { maps, logits, coverage } = await explain(stage, draw);
        if (draw === 0) hooks.maps(stage, maps);
        const prepared = maps.map((m) => prepareMaps(m, metrics));
        let againstRandom: Step['againstRandom'] = null;
        if (stage === nullStage) {
          if (!before && draw > 0) {
            const earlier = await explain(stage, draw - 1);
            before = earlier.maps.map((m) => prepareMaps(m, metrics));
          }
          const partner = before;
          if (partner) againstRandom = byMethod((m) => comparePairs(partner[m], prepared[m], same, metrics));
          before = prepared;
        }
        const step: Step = {
          draw,
          order,
          stage: stage.name,
          coverage,
          logitShift: logitShift(logits, subject.trained.logits),
          scores: byMethod((m) => comparePairs(references.prepared[m], prepared[m], same, metrics)),
          sharedZeros: Object.fromEntries(
            methods.map((method, m) => [method.name, sharedZeros(references.prepared[m].maps, maps[m])]),
          ),
          againstRandom,
        };
        journal.append(step);
        steps.push(step);
      }
    }
  }
  return steps;
}

/** The stage at which two draws give two independent fully random models: the last of the first cumulative order. */
function fullStage(orders: ReadonlyMap<Order, readonly Stage[]>): Stage | null {
  for (const [order, stages] of orders) if (order !== 'independent') return stages.at(-1) ?? null;
  return null;
}
