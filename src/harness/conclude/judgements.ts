import type { Check, Condition } from '../../checks/check.ts';
import type { Gate } from '../../plan/plan.ts';
import type { MethodFacts, RunFacts } from '../../results/facts.ts';
import type { CheckResult, DepthResult } from '../../results/report.ts';
import { judgeBound } from '../../statistics/bound-gate.ts';
import type { Comparison } from '../../statistics/contrast.ts';
import { depthsOf } from '../../statistics/depth.ts';
import type { Evidence, GateEvidence, Passing, TwinFinding } from '../../statistics/evidence.ts';
import { explain } from '../../statistics/explanation.ts';
import { withinCheck } from '../../statistics/gate-family.ts';
import { isSettled, type Look } from '../../statistics/looks.ts';
import { pairedDifference } from '../../statistics/paired.ts';
import { prospectOf } from '../../statistics/prospect.ts';
import { retainedInterval } from '../../statistics/retained.ts';
import { applicableGates, judge, type Verdict } from '../../statistics/verdict.ts';
import type { GateResult } from '../../statistics/verdict-types.ts';
import { Applicability } from './applicability.ts';
import type { CheckScores, EarlierScores } from './check-scores.ts';
import { curveResults } from './curve-results.ts';
import { ungatedOn } from './inapplicable.ts';
import { judgedInterval } from './judged-interval.ts';
import { memorisationOf } from './memorisation.ts';
import { gateSources, type JudgedCheck, sourcesOf } from './sources.ts';
import { stageResult } from './stage-result.ts';

/** The same check of other methods, which this one is held against. */
interface Beside {
  readonly twin: Judgement | null;
  readonly derivative: Judgement | null;
}

/** The verdict on one method under one check, from what a run found. */
export class Judgement {
  readonly #facts: RunFacts;
  readonly #scores: CheckScores;
  readonly #method: MethodFacts;
  readonly #check: Check;
  readonly #conditions: readonly Condition[];
  readonly #applicability: Applicability;
  #found?: { readonly evidence: Evidence; readonly verdict: Verdict };

  constructor(facts: RunFacts, scores: CheckScores, method: MethodFacts, check: Check) {
    this.#facts = facts;
    this.#scores = scores;
    this.#method = method;
    this.#check = check;
    this.#conditions = (facts.conditions[check.name] ?? []).filter(
      ({ methods }) => methods?.includes(method.name) ?? true,
    );
    this.#applicability = new Applicability(facts, scores, method, check);
  }

  /** Whether it is told where its similarities come from: of those that should have changed. */
  get #traced(): boolean {
    return this.#check.expects === 'change' && !this.#check.own;
  }

  get method(): string {
    return this.#method.name;
  }

  get check(): string {
    return this.#check.name;
  }

  get passes(): boolean {
    return this.verdict.status === 'passed';
  }

  get verdict(): Verdict {
    return this.#judged().verdict;
  }

  /** By condition with gates of which none has to be decided any more, what was found of it. */
  get settled(): EarlierScores {
    const { evidence, verdict } = this.#judged();
    const asked = new Set<string>();
    const open = new Set<string>();
    let judged = 0;
    for (const { condition, finding } of evidence.gates) {
      asked.add(condition);
      if (finding !== null && !isSettled(verdict.gates[judged++], verdict.gates)) open.add(condition);
    }
    const left = this.#conditions.filter(({ name }) => asked.has(name) && !open.has(name));
    return new Map(left.map((condition) => [condition.name, this.#scores.at(condition)]));
  }

  /** What was found of every condition. */
  get scored(): EarlierScores {
    return new Map(this.#conditions.map((condition) => [condition.name, this.#scores.at(condition)]));
  }

  /** Inputs at a condition, and repetitions. */
  sizeAt(condition: Condition): Look {
    return this.#scores.sizeAt(condition);
  }

  get conditions(): readonly Condition[] {
    return this.#conditions;
  }

  /** How probable it is that a run of that size would decide it, where this one has not; else 1. */
  prospect(look: Look): number {
    const { evidence, verdict } = this.#judged();
    return prospectOf(evidence, verdict, look, this.#facts.plan.confidence);
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
    const depth = this.#depth();
    const judged = { ...this.#place(), gates: verdict.gates };
    const sources = this.#traced ? gateSources(judged) : [];
    return {
      method: this.#method.name,
      check: this.#check.name,
      order: this.#check.name,
      status: verdict.status,
      reason: verdict.reason,
      explanation: explain({ ...evidence, depth, sources, passing }, verdict),
      gates: this.#sized(evidence, verdict),
      ...{ draws: evidence.draws, inputs: evidence.images, stopped: 'plan' },
      ...(depth && { depth }),
      references: evidence.references,
      stages: this.#conditions.map((condition) =>
        stageResult(this.#scores, condition, {
          metrics: this.#applicability.metrics,
          inapplicable: this.#applicability.inapplicable,
          retains: !this.#check.own,
        }),
      ),
      ...curveResults(this.#scores, this.#conditions, this.#check.own?.curves, this.#facts.plan.confidence),
      ...(this.#traced && { sources: sourcesOf(judged, sources, verdict.status) }),
    };
  }

  /** The gates, those with what they were decided with that an earlier look has decided. */
  #sized(evidence: Evidence, { gates }: Verdict): GateResult[] {
    const conditions = applicableGates(evidence).map(({ condition }) => condition);
    return gates.map((gate, at) => {
      const condition = this.#conditions.find(({ name }) => name === conditions[at])!;
      if (this.#scores.at(condition) === this.#scores) return gate;
      return { ...gate, decidedWith: this.sizeAt(condition) };
    });
  }

  #place(): Omit<JudgedCheck, 'gates'> {
    return { facts: this.#facts, scores: this.#scores, method: this.#method, conditions: this.#conditions };
  }

  #evidence(): Evidence {
    const { plan, inputs, accuracy, normalised, commands } = this.#facts;
    const { name, words, draws, changesStatistics, expects, obstacles, failsUnlikeItself } = this.#check;
    const twin = this.#twin();
    const derivative = this.#derivative();
    const own = commands.checks.find(({ method, check }) => method === this.#method.name && check === name);
    const found = this.#applicability.gates.flatMap((gate) => this.#gates(gate, { twin, derivative }));
    return {
      ...{ method: this.#method.name, derivative: this.#facts.derivative, words },
      twin: twin && this.#method.twin,
      ...{ expects, obstacles, failsUnlikeItself, draws: draws(plan), images: inputs.length },
      gates: withinCheck(found, plan.correction ?? 'holm', plan.confidence),
      ...ungatedOn(this.#check, plan),
      references: Object.fromEntries(
        this.#applicability.metrics.map((metric) => [
          metric,
          this.#applicability.inapplicable.has(metric) || this.#check.own
            ? null
            : this.#scores.references(metric),
        ]),
      ),
      zeroShare: this.#zeroShare(),
      accuracy: accuracy ?? null,
      memorisation: memorisationOf(this.#facts, this.#check),
      batchNorm: normalised && changesStatistics ? plan.batchNorm : null,
      ...(changesStatistics && { initializer: plan.initializer }),
      command: own?.command ?? commands.run,
    };
  }

  #depth(): DepthResult[] | undefined {
    const { cumulative, obstacles } = this.#check;
    const { reason } = this.verdict;
    if (!cumulative || obstacles.some((one) => one.spoils === 'check' && one.reason === reason))
      return undefined;
    const applicable = this.#applicability.gates.flatMap(({ metric, maximum }) =>
      maximum !== undefined && this.#applicability.reasonAgainst(metric) === null
        ? [{ metric, maximum }]
        : [],
    );
    const { length } = this.#facts.plan.groups;
    return depthsOf(applicable, this.#conditions, length, (condition, metric) =>
      judgedInterval(this.#scores, condition, metric, obstacles),
    );
  }

  /** What is known of a gate at each of the conditions that it asks about. */
  #gates(gate: Gate, beside: Beside): GateEvidence[] {
    const { gated, gateNames } = this.#check;
    const asked = gated(gate, this.#conditions, (condition) => this.#scores.logitShift(condition));
    // A name for several conditions says nothing of the one.
    const named =
      asked.length === 1 && asked[0].aliases.includes(gate.stage) && !gateNames.includes(gate.stage);
    return asked.map((condition) =>
      this.#gate(condition, { ...gate, stage: named ? gate.stage : condition.name }, beside),
    );
  }

  #gate(condition: Condition, gate: Gate, { twin, derivative }: Beside): GateEvidence {
    const applicability = this.#applicability;
    const inapplicable =
      applicability.reasonAgainst(gate.metric) ?? applicability.untelling(condition, gate.metric);
    const logitShift = this.#scores.logitShift(condition);
    const named = {
      ...{ condition: condition.name, stage: gate.stage, metric: gate.metric, inapplicable, logitShift },
      fixed: condition.fixed ?? false,
      ...this.#scores.beside(condition),
    };
    if (inapplicable) return { ...named, finding: null, scores: null };
    const comparison = this.#scores.comparison(condition, gate.metric);
    return {
      ...named,
      finding: judgeBound({
        ...{ comparison, expects: this.#check.expects, bound: (gate.maximum ?? gate.minimum)! },
        raw: (condition.raw ?? false) || this.#check.own !== undefined,
        derivative: derivative ? derivative.#applicable(condition, gate.metric) : null,
        margin: this.#facts.plan.margin,
      }),
      twin: twin ? twin.#besides(comparison, condition, gate.metric) : null,
      scores: this.#scores.summary(condition, gate.metric),
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
    return new Judgement(this.#facts, this.#scores.of(method.name), method, this.#check);
  }

  /** The comparison by a metric; null where that does not apply to the maps. */
  #applicable(condition: Condition, metric: string): Comparison | null {
    return this.#applicability.inapplicable.has(metric) ? null : this.#scores.comparison(condition, metric);
  }

  /** What this method retains, beside one that adds something to it. */
  #besides(other: Comparison, condition: Condition, metric: string): TwinFinding | null {
    const own = this.#applicable(condition, metric);
    return own && { retained: retainedInterval(own), excess: pairedDifference(other, own) };
  }

  #zeroShare(): number | null {
    const last = this.#conditions.at(-1);
    return last ? this.#scores.sharedZeros(last) : null;
  }
}
