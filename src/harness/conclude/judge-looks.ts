import { findCheck } from '../../checks/registry.ts';
import { DEFAULTS } from '../../config/defaults.ts';
import type { MethodFacts, RunFacts } from '../../results/facts.ts';
import type { Finding } from '../../results/lines.ts';
import type { CheckResult, LooksTaken } from '../../results/report.ts';
import { confidenceOfLook, isDecided, type Look } from '../../statistics/looks.ts';
import { type JudgedMethod, judgeAll, verdictsOf } from './judge-all.ts';
import { ScoreTables } from './score-tables.ts';

/** The facts of a run that stops when it is decided. */
export type FactsWithLooks = RunFacts & { readonly plan: { readonly looks: readonly Look[] } };

export const hasLooks = (facts: RunFacts): facts is FactsWithLooks => facts.plan.looks !== undefined;

/** What was found by the end of a look, as if the run had planned no more than that. */
export function tablesOfLook(facts: FactsWithLooks, findings: Iterable<Finding>, at: number): ScoreTables {
  const plan = planOfLook(facts, at);
  const { inputs } = facts.plan.looks[at];
  const seen = [...findings].filter((line) => {
    if (line.kind === 'pairs' || line.kind === 'trained') return line.look === at;
    if (line.kind === 'ceiling') return line.first < inputs;
    return line.first < inputs && line.draw < findCheck(line.check).draws(plan);
  });
  return new ScoreTables(seen, inputs);
}

/** The verdicts of one look on some methods, at its share of what all looks together may err. */
export function verdictsOfLook(
  facts: FactsWithLooks,
  findings: Iterable<Finding>,
  at: number,
  methods: readonly MethodFacts[],
): JudgedMethod[] {
  return verdictsOf(factsOfLook(facts, at, methods), tablesOfLook(facts, findings, at));
}

function factsOfLook(facts: FactsWithLooks, at: number, methods: readonly MethodFacts[]): RunFacts {
  const inputs = facts.inputs.slice(0, facts.plan.looks[at].inputs);
  return { ...facts, inputs, methods, plan: planOfLook(facts, at) };
}

/** Those whose verdicts do not stand yet, of the methods that a look has judged. */
export function openAfter(methods: readonly MethodFacts[], verdicts: readonly JudgedMethod[]): MethodFacts[] {
  const open = new Set(verdicts.filter((verdict) => !isDecided(verdict)).map(({ method }) => method));
  return methods.filter(({ name }) => open.has(name));
}

/** Where the verdict on a method under a check comes from. */
interface Standing {
  readonly verdict: JudgedMethod;
  readonly at: number;
}

/** Look after look, as long as there is a method to decide: every check has the verdict of the look that decided it. */
export function judgeLooks(
  facts: FactsWithLooks,
  findings: readonly Finding[],
): { checks: CheckResult[]; taken: LooksTaken } {
  const { looks, orders, confidence } = facts.plan;
  const standing = new Map<string, Standing>();
  const lastLook = new Map<string, number>();
  let open: readonly MethodFacts[] = facts.methods;
  let taken = 0;
  for (let at = 0; at < looks.length && open.length > 0; at++) {
    taken = at + 1;
    const verdicts = verdictsOfLook(facts, findings, at, open);
    for (const verdict of verdicts) {
      lastLook.set(verdict.method, at);
      const before = standing.get(placeOf(verdict.method, verdict.check));
      if (!before || !isDecided(before.verdict))
        standing.set(placeOf(verdict.method, verdict.check), { verdict, at });
    }
    open = openAfter(open, verdicts);
  }
  const derivative = facts.methods.some(({ name }) => name === facts.derivative) ? [] : [taken - 1];
  const maps = [...lastLook.values(), ...derivative].map((at) =>
    mapsOf(looks[at].inputs, planOfLook(facts, at), facts.conditions),
  );
  const checks = resultsOf(facts, findings, standing);
  return {
    checks: facts.methods.flatMap(({ name: method }) =>
      orders.map((check) => checks.get(placeOf(method, check))!),
    ),
    taken: {
      plan: looks,
      confidence: confidenceOfLook(confidence, looks.length),
      taken,
      maps: maps.reduce((sum, each) => sum + each, 0),
      fixed: fixedPlan(facts),
    },
  };
}

const placeOf = (method: string, check: string) => JSON.stringify([method, check]);

/** What reports say of them, in the knowledge of all: explanations name the methods that pass, in whatever look they did. */
function resultsOf(
  facts: FactsWithLooks,
  findings: readonly Finding[],
  standing: ReadonlyMap<string, Standing>,
): ReadonlyMap<string, CheckResult> {
  const all = [...standing.values()];
  const passed = Object.fromEntries(
    facts.plan.orders.map((order) => [
      order,
      all.flatMap(({ verdict: { check, status, method } }) =>
        check === order && status === 'passed' ? [method] : [],
      ),
    ]),
  );
  const told = [...new Set(all.map(({ at }) => at))].flatMap((at) => {
    const methods = facts.methods.filter(({ name }) =>
      all.some((each) => each.at === at && each.verdict.method === name),
    );
    const checks = judgeAll(factsOfLook(facts, at, methods), tablesOfLook(facts, findings, at), passed);
    return checks.filter((check) => standing.get(placeOf(check.method, check.order))?.at === at);
  });
  return new Map(
    told.map((check) => [
      placeOf(check.method, check.order),
      { ...check, stopped: isDecided(check) ? 'decided' : 'capped' },
    ]),
  );
}

function planOfLook({ plan }: FactsWithLooks, at: number): FactsWithLooks['plan'] {
  const { looks, confidence } = plan;
  return { ...plan, draws: looks[at].draws, confidence: confidenceOfLook(confidence, looks.length) };
}

/** Maps of one method: on the trained model, and at every condition in every draw. */
function mapsOf(
  inputs: number,
  plan: RunFacts['plan'],
  conditions: Readonly<Record<string, readonly unknown[]>>,
): number {
  const variants = Object.entries(conditions).map(
    ([check, all]) => all.length * findCheck(check).draws(plan),
  );
  return inputs * variants.reduce((sum, each) => sum + each, 1);
}

/** What a run takes that measures all stages with the usual numbers of inputs and draws. */
function fixedPlan({ plan, methods, inputs }: FactsWithLooks): LooksTaken['fixed'] {
  const groups = plan.groups.map(({ name, layers }) => ({ name, members: layers }));
  const underCheck = methods.map(({ name, noisy }) => ({
    ...{ name, stochastic: noisy ?? false, readsLayerInputs: false },
    variations: [],
  }));
  const usual = { ...plan, draws: DEFAULTS.draws };
  const conditions = plan.orders.map((order) => [
    order,
    findCheck(order).conditions({ groups, allGroups: groups, methods: underCheck }),
  ]);
  const count = Math.min(DEFAULTS.limit, inputs.length);
  const maps = methods.length * mapsOf(count, usual, Object.fromEntries(conditions));
  return { inputs: count, draws: usual.draws, maps };
}
