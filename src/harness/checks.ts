import type { Method } from '../attribution/method.ts';
import type { Condition } from '../checks/check.ts';
import { findCheck } from '../checks/registry.ts';
import type { Gate, Plan } from '../config/plan.ts';
import type { Metric } from '../similarity/metric.ts';
import type { Evidence, GateEvidence } from '../statistics/evidence.ts';
import { explain } from '../statistics/explanation.ts';
import { summariseFloor } from '../statistics/floor.ts';
import { judgeGate } from '../statistics/gate.ts';
import { retainedInterval } from '../statistics/retained.ts';
import { meanOfDefined, type ScoreTable, summarise } from '../statistics/scores.ts';
import { judge } from '../statistics/verdict.ts';
import type { TrainedReferences } from './references.ts';
import type { CheckResult, References, StageResult } from './report.ts';
import { applicableMetrics } from './similarities.ts';
import { fromJson, type Step } from './step.ts';
import type { Subject } from './subject.ts';
import type { TrainingReport } from './training-report.ts';

export interface CheckContext {
  readonly subject: Subject;
  readonly plan: Plan;
  readonly metrics: readonly Metric[];
  readonly references: TrainedReferences;
  readonly stages: ReadonlyMap<string, readonly Condition[]>;
  readonly steps: readonly Step[];
  readonly training: readonly TrainingReport[];
  /** The command that repeats the check of one method under one order. */
  readonly command: (method: string, order: string) => string;
}

/** The verdict on every method under every order. */
export function checkAll(context: CheckContext): CheckResult[] {
  return context.subject.methods.flatMap((method, m) =>
    context.plan.orders.map((order) => new Check(context, method, m, order).result()),
  );
}

class Check {
  readonly #context: CheckContext;
  readonly #method: Method;
  readonly #index: number;
  readonly #order: string;
  readonly #stages: readonly Condition[];
  readonly #inapplicable: ReadonlyMap<string, string>;

  constructor(context: CheckContext, method: Method, index: number, order: string) {
    this.#context = context;
    this.#method = method;
    this.#index = index;
    this.#order = order;
    this.#stages = context.stages.get(order) ?? [];
    this.#inapplicable = applicableMetrics(
      context.metrics,
      context.references.prepared[index].maps.shape,
    ).reasons;
  }

  result(): CheckResult {
    const evidence = this.#evidence();
    const verdict = judge(evidence);
    return {
      method: this.#method.name,
      order: this.#order,
      status: verdict.status,
      reason: verdict.reason,
      explanation: explain(evidence, verdict),
      gates: verdict.gates,
      references: evidence.references,
      stages: this.#stages.map((stage) => this.#stage(stage)),
    };
  }

  #evidence(): Evidence {
    const { plan, subject, metrics, command } = this.#context;
    const gates = plan.gates.filter((gate) => gate.order === this.#order);
    return {
      method: this.#method.name,
      multipliesByInput: this.#method.multipliesByInput,
      order: this.#order,
      draws: findCheck(this.#order).draws(plan),
      images: subject.batch.count,
      gates: gates.map((gate) => this.#gate(gate)),
      references: Object.fromEntries(metrics.map((m) => [m.name, this.#references(m.name)])),
      zeroShare: this.#zeroShare(),
      accuracy: accuracyOf(subject),
      memorisation: this.#memorisation(),
      batchNorm: hasStatistics(subject) && this.#order !== 'labels' ? plan.batchNorm : null,
      command: command(this.#method.name, this.#order),
    };
  }

  /** The permutation that was learnt worst: a network that did not learn its labels is none to compare with. */
  #memorisation(): Evidence['memorisation'] {
    const { plan, training } = this.#context;
    if (this.#order !== 'labels' || !plan.training) return null;
    const reached = training.filter(({ labels }) => labels !== 'true').map(({ accuracy }) => accuracy);
    return { accuracy: Math.min(...reached), required: plan.training.required };
  }

  #gate(gate: Gate): GateEvidence {
    const stage = this.#stageOf(gate.stage);
    const inapplicable = this.#inapplicable.get(gate.metric) ?? null;
    const logitShift = meanOf(this.#steps(stage), (step) => step.logitShift);
    const { confidence } = this.#context.plan;
    const named = { stage: gate.stage, metric: gate.metric, inapplicable, logitShift };
    if (inapplicable) return { ...named, finding: null, scores: null };
    return {
      ...named,
      finding: judgeGate({ ...this.#comparison(stage, gate.metric), maximum: gate.maximum }),
      scores: summarise(this.#table(stage, gate.metric), confidence),
    };
  }

  /** `output` is the first stage of an order and `full` the last; stages also go by their own names. */
  #stageOf(name: string): Condition {
    const own = this.#stages.find((s) => s.name === name);
    const found = name === 'output' ? this.#stages[0] : name === 'full' ? this.#stages.at(-1) : own;
    if (!found) throw new Error(`the gate's stage ${name} is not a stage of the order ${this.#order}`);
    return found;
  }

  #stage(stage: Condition): StageResult {
    const { metrics, plan } = this.#context;
    const steps = this.#steps(stage);
    const by = <T>(value: (metric: string) => T) =>
      Object.fromEntries(metrics.map((m) => [m.name, this.#inapplicable.has(m.name) ? null : value(m.name)]));
    return {
      name: stage.name,
      layers: stage.layers,
      coverage: meanOf(steps, (step) => step.coverage),
      logitShift: meanOf(steps, (step) => step.logitShift),
      scores: by((metric) => summarise(this.#table(stage, metric), plan.confidence)),
      retained: by((metric) => retainedInterval(this.#comparison(stage, metric))),
    };
  }

  #comparison(stage: Condition, metric: string) {
    const { references, plan } = this.#context;
    return {
      stage: this.#table(stage, metric),
      ceiling: references.ceilings[this.#index][metric],
      floor: { pairs: references.pairs, scores: references.floors[this.#index][metric] },
      confidence: plan.confidence,
    };
  }

  #references(metric: string): References | null {
    if (this.#inapplicable.has(metric)) return null;
    const { references, steps, subject } = this.#context;
    const trains = this.#order === 'labels';
    const nulls = steps.flatMap((step) => {
      if ((step.order === 'labels') !== trains) return [];
      const scores = step.againstRandom?.[this.#method.name]?.[metric];
      return scores ? Array.from(fromJson(scores)) : [];
    });
    const scores = references.floors[this.#index][metric];
    return {
      ceiling: meanOfDefined(references.ceilings[this.#index][metric]),
      floor: subject.batch.count > 1 ? summariseFloor({ pairs: references.pairs, scores }).mean : null,
      null: meanOfDefined(nulls),
    };
  }

  #table(stage: Condition, metric: string): ScoreTable {
    const images = this.#context.subject.batch.count;
    const steps = this.#steps(stage);
    const values = new Float64Array(steps.length * images);
    for (const step of steps)
      values.set(fromJson(step.scores[this.#method.name][metric]), step.draw * images);
    return { draws: steps.length, images, values };
  }

  #steps(stage: Condition): Step[] {
    return this.#context.steps.filter((s) => s.order === stage.check && s.stage === stage.name);
  }

  #zeroShare(): number | null {
    const last = this.#stages.at(-1);
    return last ? meanOf(this.#steps(last), (step) => step.sharedZeros[this.#method.name]) : null;
  }
}

const hasStatistics = ({ model }: Subject): boolean => (model.normalisations ?? []).length > 0;

function accuracyOf({ inputs, trained, model }: Subject): Evidence['accuracy'] {
  const labelled = inputs.labels.flatMap((label, i) =>
    label === null ? [] : [label === trained.predicted[i]],
  );
  if (labelled.length === 0) return null;
  return { correct: labelled.filter(Boolean).length, count: labelled.length, chance: 1 / model.classes };
}

const meanOf = <T>(items: readonly T[], value: (item: T) => number): number =>
  items.reduce((sum, item) => sum + value(item) / items.length, 0);
