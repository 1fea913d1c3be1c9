import type { Condition } from '../../checks/check.ts';
import { findCheck } from '../../checks/registry.ts';
import type { MethodFacts, RunFacts } from '../../results/facts.ts';
import type { Finding } from '../../results/lines.ts';
import { confidenceOfLook, isLeft, type Look, leastProspect } from '../../statistics/looks.ts';
import { CheckScores, type EarlierScores } from './check-scores.ts';
import { type Earlier, judgementsOf } from './judge-all.ts';
import type { Judgement } from './judgements.ts';
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

export function factsOfLook(facts: FactsWithLooks, at: number, methods: readonly MethodFacts[]): RunFacts {
  const inputs = facts.inputs.slice(0, facts.plan.looks[at].inputs);
  return { ...facts, inputs, methods, plan: planOfLook(facts, at) };
}

/** What a look is about to measure. */
export interface LookAhead {
  readonly at: number;
  /** Those whose verdicts are open. */
  readonly methods: readonly MethodFacts[];
  /** By method and check, the conditions that are left, with what was found of them until then. */
  readonly left: ReadonlyMap<string, EarlierScores>;
}

export const firstLook = ({ methods }: RunFacts): LookAhead => ({ at: 0, methods, left: new Map() });

/** Whether a look measures a method at a condition; the derivative wherever it measures some method. */
export function measuresAt(look: LookAhead, facts: RunFacts, method: string, condition: Condition): boolean {
  return look.methods.some(
    ({ name }) =>
      (name === method || method === facts.derivative) &&
      !look.left.get(placeOf(name, condition.check))?.has(condition.name),
  );
}

/** What a look says of a method under a check. */
export interface LookVerdict {
  readonly judgement: Judgement;
  /** How probable it is that the largest look would decide it; absent of that one. */
  readonly prospect?: number;
  /** The least of it with which a verdict that is open goes on; absent of the largest look. */
  readonly least?: number;
}

/** Judges what was found by the end of a look, and says what the next one measures; null where nothing is open or no look is left. */
export function judgeLook(
  facts: FactsWithLooks,
  tables: ScoreTables,
  look: LookAhead,
): { verdicts: LookVerdict[]; next: LookAhead | null } {
  const { looks } = facts.plan;
  const largest = look.at < looks.length - 1 ? looks[looks.length - 1] : null;
  const seen = factsOfLook(facts, look.at, look.methods);
  const verdicts = judgementsOf(seen, tables, earlierOf(look)).map((judgement) => ({
    judgement,
    ...(largest && { prospect: judgement.prospect(largest), least: leastProspect(looks, look.at) }),
  }));
  const open = new Set(verdicts.filter((each) => !leaves(each)).map(({ judgement }) => judgement.method));
  const methods = look.methods.filter(({ name }) => open.has(name));
  if (!largest || methods.length === 0) return { verdicts, next: null };
  const left = new Map(look.left);
  for (const { judgement, ...found } of verdicts) {
    const all = leaves({ judgement, ...found });
    const place = placeOf(judgement.method, judgement.check);
    // What was left once is not measured again: cells of the look between would be missing.
    const before = look.left.get(place) ?? [];
    left.set(place, all ? judgement.scored : new Map([...before, ...judgement.settled]));
  }
  const next = { at: look.at + 1, methods, left };
  const { derivative } = facts;
  if (derivative === undefined || facts.methods.some(({ name }) => name === derivative))
    return { verdicts, next };
  // Nobody asked for its verdict: it is left where nobody is held against it any more.
  for (const check of facts.plan.orders) {
    const place = placeOf(derivative, check);
    const scores = new CheckScores(seen, tables, derivative, findCheck(check), look.left.get(place));
    const without = facts.conditions[check].filter((each) => !measuresAt(next, facts, derivative, each));
    left.set(place, new Map(without.map((condition) => [condition.name, scores.at(condition)])));
  }
  return { verdicts, next };
}

export const earlierOf =
  ({ left }: LookAhead): Earlier =>
  (method, check) =>
    left.get(placeOf(method, check));

export const leaves = ({ judgement, ...chance }: LookVerdict): boolean => isLeft(judgement.verdict, chance);

export const placeOf = (method: string, check: string) => JSON.stringify([method, check]);

function planOfLook({ plan }: FactsWithLooks, at: number): FactsWithLooks['plan'] {
  const { looks, confidence } = plan;
  return { ...plan, draws: looks[at].draws, confidence: confidenceOfLook(confidence, looks.length) };
}
