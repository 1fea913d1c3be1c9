import type { PlannedOf } from '../config/options/option.ts';
import type { TRAINING_OPTIONS } from '../config/options/training.ts';

export { LOSS_NAMES, OPTIMIZERS, RATE_SCHEDULES, TRUE_LABEL_NETWORKS } from '../config/options/choices.ts';
export type { TrainingConfig } from '../config/options/training.ts';
export type { TrainingArrays } from '../config/options/values.ts';

/** A training with every option filled in: the part of a plan that decides what networks learn. JSON values only. */
export interface TrainingPlan extends PlannedOf<typeof TRAINING_OPTIONS> {
  /** A path, `arrays` or `generated`. */
  readonly data: string;
  readonly labels: string | null;
  readonly limit: number | null;
  /** 0 where only the network of the true labels is trained. */
  readonly permutations: number;
  /** Null for an optimizer that has none. */
  readonly momentum: number | null;
}
