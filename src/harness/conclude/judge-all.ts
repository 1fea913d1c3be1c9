import { findCheck } from '../../checks/registry.ts';
import type { MethodFacts, RunFacts } from '../../results/facts.ts';
import type { CheckResult } from '../../results/report.ts';
import type { Passing } from '../../statistics/evidence.ts';
import type { Verdict } from '../../statistics/verdict.ts';
import { CheckScores } from './check-scores.ts';
import { Judgement } from './judgements.ts';
import type { ScoreTables } from './score-tables.ts';

/** A verdict, and what it is on. */
export interface JudgedMethod extends Verdict {
  readonly method: string;
  readonly check: string;
}

/** The verdict on every method under every check, without what a report says of it. */
export function verdictsOf(facts: RunFacts, tables: ScoreTables): JudgedMethod[] {
  const { orders } = facts.plan;
  return facts.methods.flatMap((method) =>
    orders.map((check) => {
      const { verdict } = judgementOf(facts, tables, method, check);
      return { method: method.name, check, ...verdict };
    }),
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
): CheckResult[] {
  const judged = (method: MethodFacts, check: string) => judgementOf(facts, tables, method, check);
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

function judgementOf(facts: RunFacts, tables: ScoreTables, method: MethodFacts, name: string): Judgement {
  const check = findCheck(name);
  return new Judgement(facts, new CheckScores(facts, tables, method.name, check), method, check);
}
