import { OPTIONS } from './options/list.ts';
import { defaultsOf } from './options/option.ts';
import { TRAINING_OPTIONS } from './options/training.ts';
import type { Gate, Order } from './plan.ts';
import type { GateChoice } from './values.ts';

/** Options that have a value when nothing is said. Threads: every core that this process may use. */
export const DEFAULTS = defaultsOf(OPTIONS);

/** Options of a training that have a value when nothing is said. */
export const TRAINING_DEFAULTS = defaultsOf(TRAINING_OPTIONS);

/** The largest retained similarity that passes when a gate does not say. */
export const DEFAULT_MAXIMUM = 0.5;

const GATED_METRICS = ['spearman-abs', 'spearman-signed', 'ssim'];

/**
 * Where the gates of a run stand that names none. Bottom-up and independent have the one stage each whose model is also
 * a stage of the cascade, so that no check passes for want of a gate.
 */
const GATED_STAGES: Readonly<Record<Order, readonly string[]>> = {
  cascade: ['output', 'full'],
  'bottom-up': ['full'],
  independent: ['output'],
  labels: ['full'],
};

/** The gates of a run that names none, on the metrics that the run computes and that are gated by default. */
export function defaultGates(orders: readonly Order[], metrics: readonly string[]): Gate[] {
  return orders.flatMap((order) =>
    GATED_STAGES[order].flatMap((stage) =>
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
