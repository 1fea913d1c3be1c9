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

/** The largest retained similarity that passes when a gate does not say. */
export const DEFAULT_MAXIMUM = 0.5;

const GATED_METRICS = ['spearman-abs', 'spearman-signed', 'ssim'];

/** The gates of a run that names none, on the metrics that the run computes and that are gated by default. */
export function defaultGates(orders: readonly string[], metrics: readonly string[]): Gate[] {
  return orders.flatMap((order) =>
    findCheck(order).gatedAt.flatMap((stage) =>
      GATED_METRICS.filter((metric) => metrics.includes(metric)).map((metric) => ({
        order,
        stage,
        metric,
        maximum: DEFAULT_MAXIMUM,
      })),
    ),
  );
}

/** A gate with what was left unsaid filled in. */
export function resolveGate(gate: GateChoice): Gate {
  return { order: 'cascade', maximum: DEFAULT_MAXIMUM, ...gate };
}
