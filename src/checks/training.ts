import type { Check } from './check.ts';

/** A network that a check has trained, under the settings of the plan. */
export interface Training {
  /** How reports and progress call it: `permutation 1`. */
  readonly name: string;
  /** What its random numbers are drawn by, beside the seed of the run. */
  readonly stream: string | number;
  /** Which permutation of the labels it learns, from 0; the true labels where nothing is said. */
  readonly permutation?: number;
  /** It has to learn the training data as well as the model knows it; as the plan requires where nothing is said. */
  readonly asAccurate?: true;
}

/** The networks that a check has trained on data of its own, in one repetition. */
export interface RelearningCost {
  /** For each method. */
  readonly each: number;
  /** For all methods together; those of one name are trained once for all checks of a run. */
  readonly shared: { readonly name: string; readonly networks: number };
}

/** Whether a check has networks trained where there is data for them. */
export const trains = ({ needs }: Pick<Check, 'needs'>): boolean =>
  (needs.training ?? needs.networks) !== undefined;
