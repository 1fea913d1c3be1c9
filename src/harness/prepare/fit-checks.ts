import type { ExperimentFacts } from '../../checks/check.ts';
import { findProfile, type ProfileGate } from '../../checks/profiles.ts';
import { findCheck } from '../../checks/registry.ts';
import type { Config } from '../../config/config.ts';
import { DEFAULTS } from '../../config/defaults.ts';
import { InputError } from '../../errors.ts';
import type { Criterion, PlannedProfile } from '../../plan/profile.ts';
import type { Notice } from '../../results/report.ts';
import { type CostlyCheck, costlyChecks } from './check-cost.ts';
import { type SelectedCheck, selectChecks } from './select-checks.ts';
import type { Subject } from './subject.ts';
import { untrainable } from './untrainable.ts';

/** The checks of a run, and the profile that they came with. */
export interface FittingChecks {
  readonly orders: readonly string[];
  readonly profile?: PlannedProfile;
}

/**
 * The checks that a run makes. One that was asked for by name is made, or is an error where it is planned; one that came with a
 * profile and does not fit is left out, with the reason, and so is one that costs more than the rest of a frugal profile. Throws InputError
 * where no check is left.
 */
export function fitChecks(config: Config, subject: Subject, facts: ExperimentFacts): FittingChecks {
  const selected = selectChecks(config.orders ?? DEFAULTS.orders);
  const asked = splitProfile(config);
  const leftOut = new Map<string, string>();
  for (const { name } of selected.filter((each) => each.profile !== null)) {
    const reason = misfitOf(name, config, subject);
    if (reason !== null) leftOut.set(name, reason);
  }
  const fitting = selected.filter(({ name }) => !leftOut.has(name));
  const isCandidate = ({ profile }: SelectedCheck) => profile !== null && findProfile(profile)!.frugal;
  const names = (some: readonly SelectedCheck[]) => some.map(({ name }) => name);
  const kept = fitting.filter((each) => !isCandidate(each));
  for (const one of costlyChecks(names(kept), names(fitting.filter(isCandidate)), subject, config, facts)) {
    leftOut.set(one.name, costReason(one, selected.find(({ name }) => name === one.name)!.profile!));
  }
  const orders = names(selected).filter((name) => !leftOut.has(name));
  if (orders.length === 0) throw noneLeft(leftOut);
  if (asked === undefined) return { orders };
  const profile = findProfile(asked)!;
  return { orders, profile: plannedProfile(asked, profile.gates, { orders, leftOut, facts }) };
}

/** The first profile that was asked for. */
const splitProfile = ({ orders }: Config): string | undefined =>
  (typeof orders === 'string' ? [orders] : (orders ?? [])).find((name) => findProfile(name) !== undefined);

/** What a profile comes to in a run: its questions that can be put, and what is left out. */
function plannedProfile(
  name: string,
  gates: readonly ProfileGate[],
  {
    orders,
    leftOut,
    facts,
  }: {
    readonly orders: readonly string[];
    readonly leftOut: ReadonlyMap<string, string>;
    readonly facts: ExperimentFacts;
  },
): PlannedProfile {
  const stagesOf = ({ check, stage }: ProfileGate): string[] | null =>
    stage === undefined
      ? null
      : findCheck(check)
          .conditions(facts)
          .filter((condition) => condition.name === stage || condition.aliases.includes(stage))
          .flatMap((condition) => [condition.name, stage]);
  const criteria = gates.map(
    (gate): Criterion => ({
      ...{ name: gate.name, check: gate.check },
      stages: stagesOf(gate)?.filter((stage, at, all) => all.indexOf(stage) === at) ?? null,
    }),
  );
  const unasked = gates.flatMap(({ name: question, check, missing }, at) => {
    const { stages } = criteria[at];
    const put = orders.includes(check) && (stages === null || stages.length > 0);
    return put
      ? []
      : [{ name: question, reason: leftOut.get(check) ?? missing ?? 'the run does not measure it' }];
  });
  const byName = [...leftOut].map(([check, reason]) => ({ name: check, reason }));
  return { name, criteria, leftOut: gates.length > 0 ? unasked : byName };
}

/** Why a check cannot be made; null where it can. */
function misfitOf(
  name: string,
  { training, replica }: Config,
  { model, inputs, regions }: Subject,
): string | null {
  const { needs } = findCheck(name);
  const { classes = 1 } = needs;
  if (model.classes < classes) return `it needs a classifier of ${classes} classes or more`;
  if (needs.labels && inputs.labels.includes(null)) return 'it needs a label for every input';
  if (needs.regions && regions === null) return 'it needs a mask or boxes for every input: --regions';
  const trains = training?.data !== undefined;
  if (needs.training && !trains) return 'it needs training data: --train-data';
  if (needs.networks && !trains && replica === undefined) {
    return 'it needs training data, or another network: --train-data, --replica';
  }
  const obstacle = untrainable(model);
  if (needs.training) return obstacle;
  if (needs.networks && obstacle !== null && replica === undefined) {
    return `${obstacle}, or another network: --replica`;
  }
  return null;
}

function costReason({ name, cost, unit, share }: CostlyCheck, profile: string): string {
  const work =
    unit === 'networks' ? `train ${cost.networks} networks` : `take ${cost.passes} passes for each input`;
  return `it would ${work}, ${Math.round(100 * share)} % of the work; --checks ${profile},${name} asks for it`;
}

function noneLeft(leftOut: ReadonlyMap<string, string>): InputError {
  const reasons = [...leftOut].map(([name, reason]) => `${name}: ${reason}`).join('; ');
  return new InputError({ thing: 'checks', expected: 'one that fits the run', found: `none (${reasons})` });
}

/** What of a profile is not in a run, for its report. */
export function profileNotices(profile: PlannedProfile | undefined): Notice[] {
  return (profile?.leftOut ?? []).map(({ name, reason }) => ({
    code: 'check-skipped',
    message: `${name} of ${profile!.name} is left out: ${reason}`,
  }));
}
