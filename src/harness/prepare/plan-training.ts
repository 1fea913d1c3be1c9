import { findCheck } from '../../checks/registry.ts';
import { trains } from '../../checks/training.ts';
import type { Config } from '../../config/config.ts';
import { TRAINING_DEFAULTS } from '../../config/defaults.ts';
import { plannedOf } from '../../config/options/option.ts';
import { TRAINING_OPTIONS } from '../../config/options/training.ts';
import { InputError } from '../../errors.ts';
import type { Model } from '../../model/model.ts';
import type { TrainingConfig, TrainingPlan } from '../../plan/training.ts';
import { untrainable } from './untrainable.ts';

/**
 * Fills in every option of a run's training; null where nothing is trained. Throws InputError for random labels without
 * training data and for options that do not go together.
 */
export function planTraining(config: Config, orders: readonly string[], model: Model): TrainingPlan | null {
  const training: TrainingConfig = config.training ?? {};
  const { data, network = TRAINING_DEFAULTS.network, optimizer = TRAINING_DEFAULTS.optimizer } = training;
  const needing = orders.find((order) => findCheck(order).needs.training);
  const asking = orders.find((order) => trains(findCheck(order)));
  if (asking === undefined && network === 'given') return null;
  const instead = needing === undefined && network === 'given';
  if (instead && config.replica !== undefined && (data === undefined || untrainable(model))) return null;
  if (data === undefined) {
    throw instead ? withoutNetworks(asking!) : withoutData(needing);
  }
  const sameInitial = training.sameInitial ?? TRAINING_DEFAULTS.sameInitial;
  if (sameInitial && network === 'given') {
    throw new InputError({
      thing: 'training.sameInitial',
      expected: "network: 'trained'",
      found: 'a given network, whose initial weights nobody knows',
    });
  }
  if (training.momentum !== undefined && optimizer !== 'sgd') {
    throw new InputError({ thing: 'training.momentum', expected: 'optimizer sgd', found: optimizer });
  }
  return {
    ...plannedOf(TRAINING_OPTIONS, training),
    data: typeof data === 'string' ? data : typeof data === 'function' ? 'generated' : 'arrays',
    labels: training.labels ?? null,
    limit: training.limit ?? null,
    permutations: orders.some(permutes) ? (training.permutations ?? TRAINING_DEFAULTS.permutations) : 0,
    momentum: optimizer === 'sgd' ? (training.momentum ?? 0) : null,
  };
}

/** Whether a check has networks trained on permuted labels. */
const permutes = (order: string): boolean =>
  (findCheck(order).trainings?.({ draws: 1, training: { permutations: 1 } }) ?? []).length > 0;

function withoutNetworks(check: string): InputError {
  return new InputError({
    thing: `check ${check}`,
    expected: 'networks to compare with',
    found: 'none',
    hint: 'Give --train-data, so that they are trained, or a network with the same inputs and classes: --replica.',
  });
}

function withoutData(trains: string | undefined): InputError {
  return new InputError({
    thing: trains === undefined ? 'training.network trained' : `check ${trains}`,
    expected: 'training data',
    found: 'none',
    hint: 'Give --train-data, or `training: { data }` in the configuration: images in a folder for each class, .npy, or IDX.',
  });
}
