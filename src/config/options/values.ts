import type { CustomMethod } from '../../attribution/custom-method.ts';
import type { GivenRegion } from '../../similarity/region/region.ts';
import type { STATUSES } from './choices.ts';

/** Inputs that are already in memory and scaled as the model expects them. */
export interface InputArrays {
  /** Flat, row-major, [count, ...shape]. */
  readonly values: Float32Array | readonly number[];
  /** Shape of one input without the batch axis: [H, W, C] or [features]. */
  readonly shape: readonly number[];
  /** Class index of every input, null where unknown. */
  readonly labels?: readonly (number | null)[];
  /** Where the object of every input is: boxes [top, left, bottom, right], a mask [H * W] that is 0 outside, or null. */
  readonly regions?: readonly GivenRegion[];
}

/** A built-in method by name with settings that replace its defaults, for example `{ name: 'smoothgrad', draws: 20 }`. */
export interface MethodSettings {
  readonly name: string;
  readonly [setting: string]: unknown;
}

/** `paper`, `gradients`, `propagation`, `all`, `controls`, names with commas between them, or a list of names, settings and methods of one's own. */
export type MethodChoice = string | readonly (string | MethodSettings | CustomMethod)[];

/** The largest retained similarity that still passes, for one metric at one stage. */
export interface GateChoice {
  /** `cascade` by default. */
  readonly order?: string;
  /** `output` (the first stage), `full` (the last), or the name of a stage. */
  readonly stage: string;
  readonly metric: string;
  /** Between 0 and 1; .5 by default. */
  readonly maximum?: number;
  readonly minimum?: number;
  /** Name of the check. */
  readonly check?: string;
}

/** A verdict that is expected, and why: what is known and accepted, in words for whoever reads the suite. */
export interface Expectation {
  readonly status: (typeof STATUSES)[number];
  /** Never empty. Shown beside the test. */
  readonly reason: string;
}

/** Training data that is already in memory: one input after the other, scaled as the model expects them. */
export interface TrainingArrays {
  /** Flat, row-major, [count, ...input shape]. */
  readonly values: Float32Array | readonly number[];
  /** Class indices. */
  readonly labels: ArrayLike<number>;
}
