import type { Profile } from '../checks/profiles.ts';
import { findCheck } from '../checks/registry.ts';
import type { Gate } from '../plan/plan.ts';
import { OPTIONS } from './options/list.ts';
import { defaultsOf } from './options/option.ts';
import { TRAINING_OPTIONS } from './options/training.ts';
import type { GateChoice } from './options/values.ts';

/** Options that have a value when nothing is said. Threads: every core that this process may use. */
export const DEFAULTS = defaultsOf(OPTIONS);

/** Options of a training that have a value when nothing is said. */
export const TRAINING_DEFAULTS = defaultsOf(TRAINING_OPTIONS);

/**
 * The gates of a run that names none, on the metrics that the run computes and that its checks are gated on, or that its profile
 * asks about.
 */
export function defaultGates(
  orders: readonly string[],
  metrics: readonly string[],
  profile?: Profile,
): Gate[] {
  return orders.flatMap((order) => {
    const { gatedAt, own, ...check } = findCheck(order);
    const asked = profile?.gates.flatMap((gate) => (gate.check === order ? (gate.metric ?? []) : [])) ?? [];
    const gatedOn = asked.length > 0 ? asked : check.gatedOn;
    return gatedAt.flatMap((stage) =>
      gatedOn
        .map((gate) => (typeof gate === 'string' ? { metric: gate } : gate))
        .filter(({ metric }) => own || metrics.includes(metric))
        .map((gate) => ({ ...resolveGate({ order, stage, metric: gate.metric }), ...gate })),
    );
  });
}

/** A gate with what was left unsaid filled in. */
export function resolveGate({
  check,
  order = check ?? DEFAULTS.orders[0],
  stage,
  metric,
  maximum,
  minimum,
}: GateChoice): Gate {
  const { expects, bound } = findCheck(order);
  const least = minimum ?? (maximum === undefined && expects !== 'change' ? bound : undefined);
  const most = maximum ?? (minimum === undefined && expects === 'change' ? bound : undefined);
  return {
    ...{ order, stage, metric },
    ...(most === undefined ? {} : { maximum: most }),
    ...(least === undefined ? {} : { minimum: least }),
  };
}
