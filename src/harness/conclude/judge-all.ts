import { findCheck } from '../../checks/registry.ts';
import type { MethodFacts, RunFacts } from '../../results/facts.ts';
import type { CheckResult } from '../../results/report.ts';
import type { Passing } from '../../statistics/evidence.ts';
import type { Verdict } from '../../statistics/verdict.ts';
import { CheckScores, type EarlierScores } from './check-scores.ts';
import { Judgement } from './judgements.ts';
import type { ScoreTables } from './score-tables.ts';

/** A verdict, and what it is on. */
export interface JudgedMethod extends Verdict {
  readonly method: string;
  readonly check: string;
}

/** The verdict on every method under every check, without what a report says of it. */
export function verdictsOf(facts: RunFacts, tables: ScoreTables): JudgedMethod[] {
  return judgementsOf(facts, tables).map((judged) => ({
    ...{ method: judged.method, check: judged.check },
    ...judged.verdict,
  }));
}

/** Of a method under a check, what was found of the conditions that were left before. */
export type Earlier = (method: string, check: string) => EarlierScores | undefined;

/** Every method under every check, judged when it is asked for its verdict. */
export function judgementsOf(facts: RunFacts, tables: ScoreTables, earlier?: Earlier): Judgement[] {
  const { orders } = facts.plan;
  return facts.methods.flatMap((method) =>
    orders.map((check) => judgementOf(facts, tables, method, check, earlier)),
  );
}

/**
 * The same with what a report says of it, from what a run found. `passed` holds by check the methods that are known to
 * pass, where those of `facts` are not all that there are.
 */
export function judgeAll(
  facts: RunFacts,
  tables: ScoreTables,
  passed?: Readonly<Record<string, readonly string[]>>,
  earlier?: Earlier,
): CheckResult[] {
  const judged = (method: MethodFacts, check: string) => judgementOf(facts, tables, method, check, earlier);
  const all = facts.methods.map((method) => facts.plan.orders.map((check) => judged(method, check)));
  const passing = facts.plan.orders.map((check, at): Passing => {
    const controls = new Set(facts.methods.filter(({ control }) => control).map(({ name }) => name));
    const found = all.filter((checks) => checks[at].passes).map((checks) => checks[at].method);
    const methods = (passed?.[check] ?? found).filter((name) => !controls.has(name));
    const { derivative } = facts;
    const asked = derivative === undefined || facts.methods.some(({ name }) => name === derivative);
    const needed = methods.length === 0 && !asked;
    return {
      methods,
      unasked: needed && judged({ name: derivative, twin: null }, check).passes ? derivative : null,
    };
  });
  return all.flatMap((checks) => checks.map((each, at) => each.result(passing[at])));
}

function judgementOf(
  facts: RunFacts,
  tables: ScoreTables,
  method: MethodFacts,
  name: string,
  earlier?: Earlier,
): Judgement {
  const check = findCheck(name);
  const scores = new CheckScores(facts, tables, method.name, check, earlier?.(method.name, name));
  return new Judgement(facts, scores, method, check);
}
