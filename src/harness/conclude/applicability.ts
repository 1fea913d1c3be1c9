import type { Check, Condition } from '../../checks/check.ts';
import type { Gate } from '../../plan/plan.ts';
import type { MethodFacts, RunFacts } from '../../results/facts.ts';
import { findMetric } from '../../similarity/registry.ts';
import type { CheckScores } from './check-scores.ts';
import { reasonsAgainst, signsMissing } from './inapplicable.ts';

/** What a check asks of a method, and what of it the method's maps can be asked. */
export class Applicability {
  /** What the check measures: metrics of the run, or numbers of its own. */
  readonly metrics: readonly string[];
  /** Why metrics do not apply to the maps, by name. */
  readonly inapplicable: ReadonlyMap<string, string>;
  /** The gates that concern the method. */
  readonly gates: readonly Gate[];
  readonly #facts: RunFacts;
  readonly #scores: CheckScores;
  readonly #method: MethodFacts;
  readonly #check: Check;

  constructor(facts: RunFacts, scores: CheckScores, method: MethodFacts, check: Check) {
    this.#facts = facts;
    this.#scores = scores;
    this.#method = method;
    this.#check = check;
    this.metrics = check.own ? check.own.quantities.map((one) => one.name) : facts.plan.metrics;
    this.inapplicable = reasonsAgainst(check, this.metrics, scores.shape);
    const unsigned = method.unsigned ?? false;
    this.gates = facts.plan.gates.filter(
      ({ order, only }) => order === check.name && (only === undefined || (only === 'unsigned') === unsigned),
    );
  }

  /** Why gates on a metric do not apply to the maps; null where they do. */
  reasonAgainst(metric: string): string | null {
    return (
      this.#misfit(metric) ?? signsMissing(this.#check, this.#method, this.metrics, metric, this.#scores)
    );
  }

  /** Why a gate on a check's own number could tell nothing on the inputs of the run; null where it can. */
  untelling(condition: Condition, metric: string): string | null {
    const { own } = this.#check;
    const scoresOf = (name: string) => this.#scores.table(condition, name);
    const { model, inputs, plan } = this.#facts;
    const run = { classes: model.classes, inputs: inputs.length, confidence: plan.confidence };
    return own?.untelling?.(metric, scoresOf, run) ?? null;
  }

  /** Why a gate on a metric says nothing of the method; null where it does. */
  #misfit(metric: string): string | null {
    const { own, inapplicable } = this.#check;
    const reason = this.inapplicable.get(metric);
    if (reason !== undefined) return reason;
    return own || !inapplicable ? null : inapplicable(findMetric(metric).view, this.#facts.model.classes);
  }
}
