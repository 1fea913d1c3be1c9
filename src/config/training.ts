import type { DatasetGenerator } from '../inputs/generated.ts';

export const OPTIMIZERS = ['adam', 'sgd'] as const;
export const LOSS_NAMES = ['cross-entropy', 'mean-squared-error'] as const;
export const RATE_SCHEDULES = ['constant', 'linear'] as const;
export const TRUE_LABEL_NETWORKS = ['given', 'trained'] as const;

/** Training data that is already in memory: one input after the other, scaled as the model expects them. */
export interface TrainingArrays {
  /** Flat, row-major, [count, ...input shape]. */
  readonly values: Float32Array | readonly number[];
  /** Class indices. */
  readonly labels: ArrayLike<number>;
}

/** How networks are trained for the order `labels`. */
export interface TrainingConfig {
  /**
   * What networks learn: a folder with a folder of images for each class, an .npy file, an IDX file (the format of MNIST,
   * gzipped or not), arrays, or a function that generates examples `{ values, label }`.
   */
  readonly data?: string | TrainingArrays | DatasetGenerator;
  /** File of labels, where `data` is a file and its labels do not lie beside it. */
  readonly labels?: string;
  /** At most so many examples, evenly over the classes; all by default. */
  readonly limit?: number;
  /** Networks that are trained on random labels, each on a permutation of its own. 2 by default. */
  readonly permutations?: number;
  /** Share of the labels that are permuted among themselves, above 0 and up to 1. 1 by default: all of them. */
  readonly labelNoise?: number;
  /** Training accuracy that random labels must reach, and at which training ends. .95 by default. */
  readonly required?: number;
  /** At most so many epochs. 100 by default. */
  readonly epochs?: number;
  /** Inputs in a step. 64 by default. */
  readonly batch?: number;
  /** `adam` by default. */
  readonly optimizer?: (typeof OPTIMIZERS)[number];
  /** Learning rate; .001 by default. */
  readonly rate?: number;
  /** Of `sgd`; 0 by default. */
  readonly momentum?: number;
  /** Whether the learning rate is `constant` (the default) or falls `linear`ly to zero. */
  readonly schedule?: (typeof RATE_SCHEDULES)[number];
  /** `cross-entropy` by default; `mean-squared-error` for outputs that are no distribution over classes. */
  readonly loss?: (typeof LOSS_NAMES)[number];
  /** The network of the true labels: the `given` one (the default), or one that is `trained` as the others are. */
  readonly network?: (typeof TRUE_LABEL_NETWORKS)[number];
  /** Whether all networks begin with the same weights; needs `network: 'trained'`. False by default. */
  readonly sameInitial?: boolean;
  /** Folder where trained networks are kept; `.cache/saliency-sanity` by default. False for none. */
  readonly cache?: string | false;
}

/** A training with every option filled in: the part of a plan that decides what networks learn. JSON values only. */
export interface TrainingPlan {
  /** A path, `arrays` or `generated`. */
  readonly data: string;
  readonly labels: string | null;
  readonly limit: number | null;
  /** 0 where only the network of the true labels is trained. */
  readonly permutations: number;
  readonly labelNoise: number;
  readonly required: number;
  readonly epochs: number;
  readonly batch: number;
  readonly optimizer: 'adam' | 'sgd';
  readonly rate: number;
  /** Null for an optimizer that has none. */
  readonly momentum: number | null;
  readonly schedule: 'constant' | 'linear';
  readonly loss: 'cross-entropy' | 'mean-squared-error';
  readonly network: 'given' | 'trained';
  readonly sameInitial: boolean;
}
