import { InputError } from '../../errors.ts';
import { RATE_SCHEDULES } from '../../plan/training.ts';
import { LOSSES, type LossName } from './loss.ts';
import type { OptimizerSettings } from './optimizer.ts';

export const SCHEDULES = RATE_SCHEDULES;

/** How the learning rate goes over all steps: it stays, or falls linearly to zero. */
export type Schedule = (typeof SCHEDULES)[number];

/** How a network is trained. */
export interface TrainingSettings {
  /** Adam with rate .001 by default. */
  readonly optimizer: OptimizerSettings;
  /** `constant` by default. */
  readonly schedule: Schedule;
  /** `cross-entropy` by default. */
  readonly loss: LossName;
  /** Inputs in a step, 64 by default; those that fill no last batch are left out of an epoch. */
  readonly batch: number;
  /** At most so many; 20 by default. */
  readonly epochs: number;
  /** Whether the inputs come in another order in every epoch; true by default. */
  readonly shuffle: boolean;
  /** Training ends after the epoch in which the accuracy on the training data reaches this share; null, the default, for never. */
  readonly stopAt: number | null;
}

/** The settings with defaults filled in. Throws InputError for numbers out of range and unknown names. */
export function resolveTraining(given: Partial<TrainingSettings> = {}): TrainingSettings {
  const settings: TrainingSettings = {
    optimizer: given.optimizer ?? { kind: 'adam', rate: 0.001 },
    schedule: given.schedule ?? 'constant',
    loss: given.loss ?? 'cross-entropy',
    batch: given.batch ?? 64,
    epochs: given.epochs ?? 20,
    shuffle: given.shuffle ?? true,
    stopAt: given.stopAt ?? null,
  };
  const { optimizer, schedule, loss, batch, epochs, stopAt } = settings;
  oneOf('loss', loss, LOSSES);
  oneOf('learning rate schedule', schedule, SCHEDULES);
  oneOf('optimizer', optimizer.kind, ['adam', 'sgd']);
  within('learning rate', optimizer.rate, 'a number above 0', optimizer.rate > 0);
  const [most, decays] =
    optimizer.kind === 'sgd'
      ? ['momentum', [optimizer.momentum ?? 0]]
      : ['beta1 and beta2', [optimizer.beta1 ?? 0, optimizer.beta2 ?? 0]];
  for (const decay of decays as number[])
    within(most as string, decay, 'from 0 to below 1', decay >= 0 && decay < 1);
  within('training batch', batch, 'a whole number from 1', Number.isInteger(batch) && batch >= 1);
  within('training epochs', epochs, 'a whole number from 1', Number.isInteger(epochs) && epochs >= 1);
  if (stopAt !== null) {
    within('training accuracy to stop at', stopAt, 'a share above 0 and up to 1', stopAt > 0 && stopAt <= 1);
  }
  return Object.freeze(settings);
}

function within(thing: string, value: number, expected: string, fits: boolean): void {
  if (!fits || !Number.isFinite(value)) throw new InputError({ thing, expected, found: String(value) });
}

function oneOf(thing: string, value: string, names: readonly string[]): void {
  if (!names.includes(value)) {
    throw new InputError({ thing, expected: `one of ${names.join(', ')}`, found: String(value) });
  }
}
