import { concernedBy, type ExperimentFacts, repetitions } from '../../checks/check.ts';
import { findCheck } from '../../checks/registry.ts';
import type { Config } from '../../config/config.ts';
import { DEFAULTS, TRAINING_DEFAULTS } from '../../config/defaults.ts';
import { OPTIONS } from '../../config/options/list.ts';
import { plannedOf } from '../../config/options/option.ts';
import { costPerInput } from '../measure/explain-all.ts';
import { evaluationsOf } from './evaluations.ts';
import type { Subject } from './subject.ts';

/** What a check takes, all that it shares with others counted as its own. */
interface CheckCost {
  /** Passes through the network for each input, of all methods. */
  readonly passes: number;
  /** Networks that are trained. */
  readonly networks: number;
}

/** A check that takes more than half of the work of all that is cheaper and itself. */
export interface CostlyCheck {
  readonly name: string;
  readonly cost: CheckCost;
  /** Of what its cost is a share. */
  readonly unit: keyof CheckCost;
  readonly share: number;
}

/** Passes for each input and method, and networks, that every profile affords. */
const CHEAP: CheckCost = { passes: 2500, networks: 10 };
const MOST = 0.5;

/**
 * Those of the candidates that would take more than half of the work of what is kept, cheaper candidates and themselves, in passes or in
 * trained networks: so that no check costs more than all the rest. What every profile affords is never left out.
 */
export function costlyChecks(
  kept: readonly string[],
  candidates: readonly string[],
  subject: Subject,
  config: Config,
  facts: ExperimentFacts,
): CostlyCheck[] {
  const costOf = (name: string) => checkCost(name, subject, config, facts);
  const left = new Map<string, CostlyCheck>();
  for (const unit of ['passes', 'networks'] as const) {
    let work = kept.reduce((sum, name) => sum + costOf(name)[unit], 0);
    const cheap = CHEAP[unit] * (unit === 'passes' ? subject.measured.length : 1);
    const byCost = candidates
      .map((name) => ({ name, cost: costOf(name) }))
      .sort((a, b) => a.cost[unit] - b.cost[unit]);
    for (const { name, cost } of byCost) {
      const share = cost[unit] / (work + cost[unit]);
      if (cost[unit] > cheap && share > MOST) left.set(name, left.get(name) ?? { name, cost, unit, share });
      else work += cost[unit];
    }
  }
  return candidates.flatMap((name) => left.get(name) ?? []);
}

function checkCost(name: string, subject: Subject, config: Config, facts: ExperimentFacts): CheckCost {
  const { draws = DEFAULTS.draws, training = {} } = config;
  const settings = plannedOf(OPTIONS, config);
  const check = findCheck(name);
  const { permutations = TRAINING_DEFAULTS.permutations, seeds = TRAINING_DEFAULTS.seeds } = training;
  const plan = { draws, training: { permutations, seeds } };
  let passes = 0;
  for (const condition of check.conditions(facts)) {
    const times = repetitions(check, condition, plan);
    const methods = concernedBy(condition, subject.measured);
    const forwards = (check.own?.forwards?.(condition) ?? 0) * methods.length;
    const evaluations = check.own?.asTrained
      ? 0
      : evaluationsOf(subject, methods, check, condition, settings);
    const explained = evaluations * costPerInput(subject, methods);
    passes += times * (forwards + explained);
  }
  const { each = 0, shared } = check.relearning ?? {};
  const relearnt = each * subject.measured.length + (shared?.networks ?? 0);
  return { passes, networks: (check.trainings?.(plan) ?? []).length + relearnt * check.draws(plan) };
}
