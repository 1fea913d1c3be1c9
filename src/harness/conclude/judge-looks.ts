import { findCheck } from '../../checks/registry.ts';
import { DEFAULTS } from '../../config/defaults.ts';
import type { RunFacts } from '../../results/facts.ts';
import type { Finding } from '../../results/lines.ts';
import type { CheckResult, LooksTaken } from '../../results/report.ts';
import { confidenceOfLook, isDecided } from '../../statistics/looks.ts';
import { judgeAll } from './judge-all.ts';
import {
  earlierOf,
  type FactsWithLooks,
  factsOfLook,
  firstLook,
  judgeLook,
  type LookAhead,
  type LookVerdict,
  leaves,
  placeOf,
  tablesOfLook,
} from './look-ahead.ts';

/** Where the verdict on a method under a check comes from. */
interface Standing extends LookVerdict {
  readonly look: LookAhead;
}

/** Look after look, as long as there is a method to decide: every check has the verdict of the look that decided it. */
export function judgeLooks(
  facts: FactsWithLooks,
  findings: readonly Finding[],
): { checks: CheckResult[]; taken: LooksTaken } {
  const { looks, orders, confidence } = facts.plan;
  const standing = new Map<string, Standing>();
  const inputsOf = new Map<string, number>();
  let taken = 0;
  for (let look: LookAhead | null = firstLook(facts); look !== null; ) {
    taken = look.at + 1;
    const { verdicts, next }: ReturnType<typeof judgeLook> = judgeLook(
      facts,
      tablesOfLook(facts, findings, look.at),
      look,
    );
    for (const verdict of verdicts) {
      const { method, check } = verdict.judgement;
      inputsOf.set(method, looks[look.at].inputs);
      const before = standing.get(placeOf(method, check));
      // One that was left is judged again, for the sake of other checks of the method, from what it was left with.
      if (!before || !leaves(before)) standing.set(placeOf(method, check), { ...verdict, look });
    }
    look = next;
  }
  const checks = resultsOf(facts, findings, standing);
  return {
    checks: facts.methods.flatMap(({ name: method }) =>
      orders.map((check) => checks.get(placeOf(method, check))!),
    ),
    taken: {
      plan: looks,
      confidence: confidenceOfLook(confidence, looks.length),
      taken,
      maps: mapsJudged(facts, [...standing.values()], inputsOf),
      fixed: fixedPlan(facts),
    },
  };
}

/** Maps on the trained model, and at every condition as far as it was followed; of the derivative as far as any method was. */
function mapsJudged(
  facts: FactsWithLooks,
  standing: readonly Standing[],
  inputsOf: ReadonlyMap<string, number>,
): number {
  const sum = (numbers: Iterable<number>) => [...numbers].reduce((total, each) => total + each, 0);
  const random = standing.flatMap(({ judgement }) =>
    judgement.conditions.map((condition) => {
      const { inputs, draws } = judgement.sizeAt(condition);
      return { at: placeOf(condition.check, condition.name), maps: inputs * draws };
    }),
  );
  const largest = new Map<string, number>();
  for (const { at, maps } of random) largest.set(at, Math.max(largest.get(at) ?? 0, maps));
  const asked = facts.methods.some(({ name }) => name === facts.derivative);
  const derivative = asked ? 0 : Math.max(...inputsOf.values()) + sum(largest.values());
  return sum(inputsOf.values()) + sum(random.map(({ maps }) => maps)) + derivative;
}

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
      all.flatMap(({ judgement }) =>
        judgement.check === order && judgement.passes ? [judgement.method] : [],
      ),
    ]),
  );
  const told = [...new Set(all.map(({ look }) => look))].flatMap((look) => {
    const seen = factsOfLook(facts, look.at, look.methods);
    const checks = judgeAll(seen, tablesOfLook(facts, findings, look.at), passed, earlierOf(look));
    return checks.filter((check) => standing.get(placeOf(check.method, check.order))?.look === look);
  });
  return new Map(
    told.map((check) => {
      const place = placeOf(check.method, check.order);
      return [place, { ...check, ...endOf(standing.get(place)!) }];
    }),
  );
}

/** Why no more is measured for a verdict. */
function endOf(found: LookVerdict): Pick<CheckResult, 'stopped' | 'prospect'> {
  if (isDecided(found.judgement.verdict)) return { stopped: 'decided' };
  return leaves(found) ? { stopped: 'futile', prospect: found.prospect } : { stopped: 'capped' };
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
