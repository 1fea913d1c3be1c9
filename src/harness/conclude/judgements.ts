import type { Check, Condition } from '../../checks/check.ts';
import { findCheck } from '../../checks/registry.ts';
import type { Gate } from '../../plan/plan.ts';
import type { MethodFacts, RunFacts } from '../../results/facts.ts';
import type { CheckResult, DepthResult, Interval, References, StageResult } from '../../results/report.ts';
import { findMetric } from '../../similarity/registry.ts';
import { judgeBound, undrawn } from '../../statistics/bound-gate.ts';
import type { Comparison } from '../../statistics/contrast.ts';
import { depthsOf } from '../../statistics/depth.ts';
import type { Evidence, GateEvidence, Passing, TwinFinding } from '../../statistics/evidence.ts';
import { explain } from '../../statistics/explanation.ts';
import { summariseFloor } from '../../statistics/floor.ts';
import { withinCheck } from '../../statistics/gate-family.ts';
import { pairedDifference } from '../../statistics/paired.ts';
import { retainedInterval } from '../../statistics/retained.ts';
import { meanOfDefined, type ScoreTable, summarise } from '../../statistics/scores.ts';
import { judge, type Verdict } from '../../statistics/verdict.ts';
import { applicableMetrics } from '../measure/similarities.ts';
import { memorisationOf } from './memorisation.ts';
import type { ScoreTables } from './score-tables.ts';
import { gateSources, type JudgedCheck, sourcesOf } from './sources.ts';

/** The same check of other methods, which this one is held against. */
interface Beside {
  readonly twin: Judgement | null;
  readonly derivative: Judgement | null;
}

const SIGNLESS = 'its maps have no signs';

/** The verdict on one method under one check, from what a run found. */
export class Judgement {
  readonly #facts: RunFacts;
  readonly #tables: ScoreTables;
  readonly #method: MethodFacts;
  readonly #check: Check;
  readonly #conditions: readonly Condition[];
  /** What it measures: metrics of the run, or numbers of its own. */
  readonly #metrics: readonly string[];
  readonly #inapplicable: ReadonlyMap<string, string>;
  readonly #known = new Map<string, Interval>();
  #found?: { readonly evidence: Evidence; readonly verdict: Verdict };

  constructor(facts: RunFacts, tables: ScoreTables, method: MethodFacts, name: string) {
    const check = findCheck(name);
    this.#facts = facts;
    this.#tables = tables;
    this.#method = method;
    this.#check = check;
    this.#conditions = (facts.conditions[name] ?? []).filter(
      ({ methods }) => methods?.includes(method.name) ?? true,
    );
    this.#metrics = check.own ? check.own.quantities.map((one) => one.name) : facts.plan.metrics;
    this.#inapplicable = this.#reasons(tables.shape(method.name, check.reference?.name));
  }

  /** Why metrics do not apply to maps of a shape. */
  #reasons(shape: readonly number[]): ReadonlyMap<string, string> {
    const { own } = this.#check;
    if (!own) return applicableMetrics(this.#metrics.map(findMetric), shape).reasons;
    const reason = own.inapplicable(shape);
    return new Map(reason === null ? [] : this.#metrics.map((metric) => [metric, reason]));
  }

  /** Whether its similarities are traced to where they come from: those that should have changed. */
  get #traced(): boolean {
    return this.#check.expects === 'change' && !this.#check.own;
  }

  get method(): string {
    return this.#method.name;
  }

  get passes(): boolean {
    return this.#judged().verdict.status === 'passed';
  }

  /** The evidence with the verdict on it, found once. */
  #judged(): { readonly evidence: Evidence; readonly verdict: Verdict } {
    if (!this.#found) {
      const evidence = this.#evidence();
      this.#found = { evidence, verdict: judge(evidence) };
    }
    return this.#found;
  }

  result(passing: Passing): CheckResult {
    const { evidence, verdict } = this.#judged();
    const { depth } = evidence;
    const judged = { ...this.#place(), gates: verdict.gates };
    const sources = this.#traced ? gateSources(judged) : [];
    return {
      method: this.#method.name,
      check: this.#check.name,
      order: this.#check.name,
      status: verdict.status,
      reason: verdict.reason,
      explanation: explain({ ...evidence, sources, passing }, verdict),
      gates: verdict.gates,
      ...{ draws: evidence.draws, inputs: evidence.images, stopped: 'plan' },
      ...(depth && { depth }),
      references: evidence.references,
      stages: this.#conditions.map((condition) => this.#stage(condition)),
      ...(this.#traced && { sources: sourcesOf(judged, sources, verdict.status) }),
    };
  }

  #place(): Omit<JudgedCheck, 'gates'> {
    return { facts: this.#facts, tables: this.#tables, method: this.#method, conditions: this.#conditions };
  }

  #evidence(): Evidence {
    const { plan, inputs, accuracy, normalised, commands } = this.#facts;
    const { name, words, draws, changesStatistics, expects, obstacles } = this.#check;
    const gates = plan.gates.filter((gate) => gate.order === name && this.#concerns(gate));
    const twin = this.#twin();
    const derivative = this.#derivative();
    const own = commands.checks.find(({ method, check }) => method === this.#method.name && check === name);
    const found = gates.flatMap((gate) => this.#gates(gate, { twin, derivative }));
    return {
      method: this.#method.name,
      derivative: this.#facts.derivative,
      twin: twin && this.#method.twin,
      words,
      expects,
      obstacles,
      draws: draws(plan),
      images: inputs.length,
      gates: withinCheck(found, plan.correction ?? 'holm', plan.confidence),
      references: Object.fromEntries(this.#metrics.map((metric) => [metric, this.#references(metric)])),
      zeroShare: this.#zeroShare(),
      accuracy: accuracy ?? null,
      memorisation: memorisationOf(this.#facts, this.#check),
      batchNorm: normalised && changesStatistics ? plan.batchNorm : null,
      ...(changesStatistics && { initializer: plan.initializer }),
      depth: this.#depth(gates),
      command: own?.command ?? commands.run,
    };
  }

  #depth(gates: readonly Gate[]): DepthResult[] | undefined {
    if (!this.#check.cumulative) return undefined;
    const applicable = gates.flatMap(({ metric, maximum }) =>
      maximum !== undefined && this.#reasonAgainst(metric) === null ? [{ metric, maximum }] : [],
    );
    return depthsOf(applicable, this.#conditions, (condition, metric) => this.#retained(condition, metric));
  }

  /** Why gates on a metric do not apply to the maps; null where they do. */
  #reasonAgainst(metric: string): string | null {
    const signless =
      !this.#check.own && this.#method.unsigned && findMetric(metric).view === 'signed' ? SIGNLESS : null;
    return this.#misfit(metric) ?? signless;
  }

  #retained(condition: Condition, metric: string): Interval {
    const key = `${condition.name} ${metric}`;
    const known = this.#known.get(key) ?? retainedInterval(this.#comparison(condition, metric));
    this.#known.set(key, known);
    return known;
  }

  /** Whether a gate says something of the method. */
  #concerns({ only }: Gate): boolean {
    return only === undefined || (only === 'unsigned') === (this.#method.unsigned ?? false);
  }

  /** Why a gate on a metric says nothing of the method; null where it does. */
  #misfit(metric: string): string | null {
    const { own, inapplicable } = this.#check;
    const reason = this.#inapplicable.get(metric);
    if (reason !== undefined) return reason;
    return own || !inapplicable ? null : inapplicable(findMetric(metric).view, this.#facts.model.classes);
  }

  /** Why a gate on a check's own number could tell nothing on the inputs of the run; null where it can. */
  #untelling(condition: Condition, metric: string): string | null {
    const { own } = this.#check;
    const meanOf = (name: string) => meanOfDefined(this.#table(condition, name).values);
    return own?.untelling?.(metric, meanOf) ?? null;
  }

  /** What is known of a gate at each of the conditions that it asks about. */
  #gates(gate: Gate, beside: Beside): GateEvidence[] {
    const { gated } = this.#check;
    const asked = gated(gate, this.#conditions, (condition) => this.#logitShift(condition));
    const named = asked.length === 1 && asked[0].aliases.includes(gate.stage);
    return asked.map((condition) =>
      this.#gate(condition, { ...gate, stage: named ? gate.stage : condition.name }, beside),
    );
  }

  #gate(condition: Condition, gate: Gate, { twin, derivative }: Beside): GateEvidence {
    const inapplicable = this.#reasonAgainst(gate.metric) ?? this.#untelling(condition, gate.metric);
    const logitShift = this.#logitShift(condition);
    const { logitRange } = this.#facts;
    const named = {
      ...{ stage: gate.stage, metric: gate.metric, inapplicable, logitShift },
      fixed: condition.fixed ?? false,
      ...(logitRange === undefined ? {} : { logitChange: this.#tables.logitChange(condition) / logitRange }),
    };
    if (inapplicable) return { ...named, finding: null, scores: null };
    const comparison = this.#comparison(condition, gate.metric);
    return {
      ...named,
      finding: judgeBound({
        ...{ comparison, expects: this.#check.expects, bound: (gate.maximum ?? gate.minimum)! },
        raw: (condition.raw ?? false) || this.#check.own !== undefined,
        derivative: derivative ? derivative.#applicable(condition, gate.metric) : null,
        margin: this.#facts.plan.margin,
      }),
      twin: twin ? twin.#besides(comparison, condition, gate.metric) : null,
      scores: summarise(this.#table(condition, gate.metric), this.#facts.plan.confidence),
    };
  }

  /** The same check of the method's twin; null where the run does not have it. */
  #twin(): Judgement | null {
    const twin = this.#facts.methods.find(({ name }) => name === this.#method.twin?.method);
    return twin && twin !== this.#method ? this.#of(twin) : null;
  }

  /** The same check of the network's own derivative; null where an earlier version has not measured it. */
  #derivative(): Judgement | null {
    const { derivative } = this.#facts;
    return derivative === undefined ? null : this.#of({ name: derivative, twin: null });
  }

  #of(method: MethodFacts): Judgement {
    return new Judgement(this.#facts, this.#tables, method, this.#check.name);
  }

  /** The comparison by a metric; null where that does not apply to the maps. */
  #applicable(condition: Condition, metric: string): Comparison | null {
    return this.#inapplicable.has(metric) ? null : this.#comparison(condition, metric);
  }

  /** What this method retains, beside one that adds something to it. */
  #besides(other: Comparison, condition: Condition, metric: string): TwinFinding | null {
    const own = this.#applicable(condition, metric);
    return own && { retained: retainedInterval(own), excess: pairedDifference(other, own) };
  }

  #stage(condition: Condition): StageResult {
    const { plan } = this.#facts;
    const by = <T>(value: (metric: string) => T) =>
      Object.fromEntries(
        this.#metrics.map((metric) => [metric, this.#inapplicable.has(metric) ? null : value(metric)]),
      );
    return {
      name: condition.name,
      layers: condition.layers,
      coverage: this.#tables.coverage(condition),
      logitShift: this.#logitShift(condition),
      scores: by((metric) => summarise(this.#table(condition, metric), plan.confidence)),
      retained: by((metric) => (this.#check.own ? null : this.#retained(condition, metric))),
    };
  }

  #comparison(condition: Condition, metric: string): Comparison {
    const { name } = this.#method;
    return {
      stage: this.#table(condition, metric),
      ceiling: this.#tables.ceiling(name, metric, this.#check.reference?.name),
      floor: {
        pairs: this.#tables.pairs,
        scores: this.#tables.floor(name, metric, this.#check.reference?.name),
      },
      confidence: this.#facts.plan.confidence,
    };
  }

  #references(metric: string): References | null {
    if (this.#inapplicable.has(metric) || this.#check.own) return null;
    const { conditions, inputs } = this.#facts;
    const { name } = this.#method;
    const { family, reference } = this.#check;
    const nulls = Object.entries(conditions)
      .filter(([check]) => findCheck(check).family === family)
      .flatMap(([, all]) => all.flatMap((condition) => this.#tables.nulls(name, condition, metric)));
    const { pairs } = this.#tables;
    const scores = this.#tables.floor(name, metric, reference?.name);
    return {
      ceiling: meanOfDefined(this.#tables.ceiling(name, metric, reference?.name)),
      floor: inputs.length > 1 ? summariseFloor({ pairs, scores }).mean : null,
      null: meanOfDefined(nulls),
    };
  }

  #table(condition: Condition, metric: string): ScoreTable {
    const table = this.#tables.table(this.#method.name, condition, metric);
    return condition.fixed ? undrawn(table) : table;
  }

  #logitShift(condition: Condition): number {
    const { logitSpread, model } = this.#facts;
    return this.#tables.logitShift(condition, logitSpread, model.classes);
  }

  #zeroShare(): number | null {
    const last = this.#conditions.at(-1);
    return last ? this.#tables.sharedZeros(this.#method.name, last) : null;
  }
}
