import { availableParallelism } from 'node:os';
import { findCheck } from '../checks/registry.ts';
import type { Config, GateChoice } from './config.ts';
import type { Gate } from './plan.ts';
import type { TrainingConfig } from './training.ts';

/** Options that have a value when nothing is said. Threads: every core that this process may use. */
export const DEFAULTS = {
  preprocess: 'unit',
  channels: 'rgb',
  methods: 'paper',
  orders: ['cascade'],
  metrics: ['spearman-abs', 'spearman-signed', 'spearman-support', 'ssim', 'hog'],
  confidence: 0.95,
  draws: 5,
  group: 'auto',
  target: 'predicted',
  initializer: 'own',
  batchNorm: 'initialise',
  seed: 0,
  limit: 32,
  sample: 'even',
  quick: false,
  engine: 'compiled',
  backend: 'auto',
  device: 'cpu',
  blocked: 'auto',
  threads: availableParallelism(),
  batch: 32,
  reuse: true,
  pictures: 6,
  reporter: ['terminal'],
  resume: false,
  quiet: false,
  allowInconclusive: false,
} as const satisfies Partial<Config>;

/** Options of a training that have a value when nothing is said. */
export const TRAINING_DEFAULTS = {
  permutations: 2,
  labelNoise: 1,
  required: 0.95,
  epochs: 100,
  batch: 64,
  optimizer: 'adam',
  rate: 0.001,
  schedule: 'constant',
  loss: 'cross-entropy',
  network: 'given',
  sameInitial: false,
  cache: '.cache/saliency-sanity',
} as const satisfies TrainingConfig;

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
