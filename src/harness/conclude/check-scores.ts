import type { Check, Condition } from '../../checks/check.ts';
import type { Curve } from '../../checks/curve.ts';
import { findCheck } from '../../checks/registry.ts';
import type { RunFacts } from '../../results/facts.ts';
import type { Interval, References, ScoreSummary } from '../../results/report.ts';
import { planeExtent } from '../../similarity/planes.ts';
import { stepOf } from '../../similarity/registry.ts';
import { undrawn } from '../../statistics/bound-gate.ts';
import type { Comparison } from '../../statistics/contrast.ts';
import type { GateEvidence } from '../../statistics/evidence.ts';
import { summariseFloor } from '../../statistics/floor.ts';
import type { Look } from '../../statistics/looks.ts';
import { retainedInterval } from '../../statistics/retained.ts';
import { meanOfDefined, type ScoreTable, summarise } from '../../statistics/scores.ts';
import type { ScoreTables } from './score-tables.ts';

/** By condition that was left before, what was found until then. */
export type EarlierScores = ReadonlyMap<string, CheckScores>;

/** What a run found of one method under one check, by condition and metric. */
export class CheckScores {
  readonly #facts: RunFacts;
  readonly #tables: ScoreTables;
  readonly #method: string;
  readonly #check: Check;
  readonly #earlier: EarlierScores;
  readonly #known = new Map<string, Interval>();

  /** `earlier` holds what was found of the conditions that were left before: they have no other scores. */
  constructor(
    facts: RunFacts,
    tables: ScoreTables,
    method: string,
    check: Check,
    earlier: EarlierScores = new Map(),
  ) {
    this.#facts = facts;
    this.#tables = tables;
    this.#method = method;
    this.#check = check;
    this.#earlier = earlier;
  }

  /** The same of another method, of the same inputs and draws at every condition. */
  of(method: string): CheckScores {
    const earlier = new Map([...this.#earlier].map(([name, scores]) => [name, scores.of(method)]));
    return new CheckScores(this.#facts, this.#tables, method, this.#check, earlier);
  }

  /** The scores that a condition has: these, or those with which it was left. */
  at({ name }: Condition): CheckScores {
    return this.#earlier.get(name) ?? this;
  }

  /** Inputs at a condition, and repetitions. */
  sizeAt(condition: Condition): Look {
    const { inputs, plan } = this.at(condition).#facts;
    return { inputs: inputs.length, draws: this.#check.draws(plan) };
  }

  /** Of one map of what others are compared with; empty where there is none. */
  get shape(): readonly number[] {
    return this.#tables.shape(this.#method, this.#reference);
  }

  /** Whether a metric was measured at a condition. */
  has(condition: Condition, metric: string): boolean {
    return this.at(condition).#tables.has(this.#method, condition, metric);
  }

  table(condition: Condition, metric: string): ScoreTable {
    const found = this.at(condition).#tables.table(this.#method, condition, metric);
    const step = this.#stepOf(metric);
    const table = step === undefined ? found : { ...found, step };
    return condition.fixed ? undrawn(table) : table;
  }

  /** What scores are multiples of; undefined where they may be anything. */
  #stepOf(metric: string): number | undefined {
    const { own } = this.#check;
    if (own) return own.quantities.find(({ name }) => name === metric)?.step;
    if (this.shape.length === 0) return undefined;
    const { height, width } = planeExtent(this.shape);
    return stepOf(metric, height * width);
  }

  /** The scores in numbers. What was left out is none of the undefined ones. */
  summary(condition: Condition, metric: string): ScoreSummary {
    const found = summarise(this.table(condition, metric), this.#facts.plan.confidence);
    return { ...found, undefined: Math.max(0, found.undefined - this.#cellsLeftOut(condition)) };
  }

  /** What else is known of a condition, where it was measured. */
  beside(condition: Condition): Pick<GateEvidence, 'logitChange' | 'compared' | 'facts'> {
    const logitChange = this.logitChange(condition);
    const tables = this.at(condition).#tables;
    const left = tables.leftOut(condition);
    const facts = tables.facts(condition);
    const images = this.sizeAt(condition).inputs;
    return {
      ...(logitChange === undefined ? {} : { logitChange }),
      ...(left.some((number) => number > 0) ? { compared: left.map((number) => images - number) } : {}),
      ...(Object.keys(facts).length > 0 ? { facts } : {}),
    };
  }

  /** Of the table of a condition. */
  #cellsLeftOut(condition: Condition): number {
    const rows = condition.fixed ? 2 : 1;
    return (
      rows *
      this.at(condition)
        .#tables.leftOut(condition)
        .reduce((sum, number) => sum + number, 0)
    );
  }

  /** A curve that the check traces, a table for each of its points; null where it was not traced. */
  curve(condition: Condition, { name, drawn, step }: Curve): readonly ScoreTable[] | null {
    const found = this.at(condition).#tables.curve(this.#method, condition, name);
    const tables = step === undefined ? found : (found?.map((table) => ({ ...table, step })) ?? null);
    return drawn && !condition.fixed ? tables : (tables?.map(undrawn) ?? null);
  }

  /** Scores against trained maps of other noise; null where they were not measured. */
  replica(condition: Condition, metric: string): ScoreTable | null {
    return this.at(condition).#tables.replica(this.#method, condition, metric);
  }

  /** The scores at a condition between their ceiling and their floor. */
  comparison(condition: Condition, metric: string): Comparison {
    const tables = this.at(condition).#tables;
    return {
      stage: this.table(condition, metric),
      ceiling: tables.ceiling(this.#method, metric, this.#reference),
      floor: {
        pairs: tables.pairs,
        scores: tables.floor(this.#method, metric, this.#reference),
      },
      confidence: this.#facts.plan.confidence,
    };
  }

  /** Whether a metric says something of any two of the maps that others are compared with; true where there are no two of them. */
  compares(metric: string): boolean {
    const scores = this.#tables.floor(this.#method, metric, this.#reference);
    return scores.length === 0 || scores.some((score) => !Number.isNaN(score));
  }

  /** Retained similarity, found once. */
  retained(condition: Condition, metric: string): Interval {
    const key = JSON.stringify([condition.name, metric]);
    const known = this.#known.get(key) ?? retainedInterval(this.comparison(condition, metric));
    this.#known.set(key, known);
    return known;
  }

  references(metric: string): References {
    const { conditions, inputs } = this.#facts;
    const { family } = this.#check;
    const ofFamily = Object.entries(conditions).flatMap(([check, all]) =>
      findCheck(check).family === family ? all : [],
    );
    // Where its stage was left, the null is that of the time.
    const nulls = [this, ...this.#earlier.values()]
      .map((scores) => ofFamily.flatMap((condition) => scores.#tables.nulls(this.#method, condition, metric)))
      .reduce((most, found) => (found.length > most.length ? found : most));
    const { pairs } = this.#tables;
    const scores = this.#tables.floor(this.#method, metric, this.#reference);
    return {
      ceiling: meanOfDefined(this.#tables.ceiling(this.#method, metric, this.#reference)),
      floor: inputs.length > 1 ? summariseFloor({ pairs, scores }).mean : null,
      null: meanOfDefined(nulls),
    };
  }

  coverage(condition: Condition): number {
    return this.at(condition).#tables.coverage(condition);
  }

  /** In SDs of the trained logits. */
  logitShift(condition: Condition): number {
    const { logitSpread, model } = this.#facts;
    return this.at(condition).#tables.logitShift(this.#method, condition, logitSpread, model.classes);
  }

  /** Largest change of a logit, as a share of their range; undefined in runs of earlier versions. */
  logitChange(condition: Condition): number | undefined {
    const { logitRange } = this.#facts;
    return logitRange === undefined
      ? undefined
      : this.at(condition).#tables.logitChange(condition) / logitRange;
  }

  sharedZeros(condition: Condition): number | null {
    return this.at(condition).#tables.sharedZeros(this.#method, condition);
  }

  get #reference(): string | undefined {
    return this.#check.reference?.name;
  }
}
