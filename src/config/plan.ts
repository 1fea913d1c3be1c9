import type { TrainingPlan } from './training.ts';

export const TARGETS = ['predicted', 'label', 'repredicted'] as const;
/**
 * The explained class: the one the trained model predicts (kept for the randomised models), the given label, or the
 * class that each randomised model itself predicts (the original authors' code).
 */
export type Target = (typeof TARGETS)[number];

export const INITIALIZERS = ['own', 'he', 'glorot', 'permutation', 'normal'] as const;
/**
 * Where random values come from: `own`, the layer's own initializer (Glorot where the format has none); `he` or
 * `glorot`, uniform by fan for kernels and the neutral constants elsewhere; `permutation` of the trained values;
 * `normal` with the weight's trained mean and SD.
 */
export type InitializerChoice = (typeof INITIALIZERS)[number];

export const BATCH_NORM_MODES = ['initialise', 'keep', 'recalibrate'] as const;
/**
 * What randomization does to BatchNorm statistics: `initialise` sets them to what a new network has (mean 0, variance
 * 1), `keep` leaves the trained ones, `recalibrate` recomputes them on the inputs under the random weights, layer by
 * layer.
 */
export type BatchNormMode = (typeof BATCH_NORM_MODES)[number];

export const SAMPLES = ['even', 'first', 'stratified'] as const;
/**
 * Which inputs are used where there are more than the limit: `even`, the first of every class in turn; `first`, the first
 * of all, whatever their classes; `stratified`, as many of every class, drawn at random by the seed.
 */
export type Sample = (typeof SAMPLES)[number];

export const PREPROCESSES = ['unit', 'tf', 'imagenet', 'raw'] as const;
export type PreprocessName = (typeof PREPROCESSES)[number];

export const CHANNEL_ORDERS = ['rgb', 'bgr'] as const;
/** The order of an image's three channels as the model takes them: `bgr` where it was trained on what OpenCV reads. */
export type ChannelOrder = (typeof CHANNEL_ORDERS)[number];

/** The largest retained similarity that still passes, for one metric at one stage of one check. */
export interface Gate {
  /** Name of the check. */
  readonly order: string;
  /** The name of a stage, or what the check calls one: `output`, `full`, `input`, `middle`, `each`. */
  readonly stage: string;
  readonly metric: string;
  /** Between 0 and 1; .5 by default. */
  readonly maximum: number;
}

/** Everything a run needs, resolved, defaults filled in, frozen; printed in the report. JSON values only. */
export interface Plan {
  readonly model: string;
  readonly inputs: string;
  readonly labels: string | null;
  /** One of PREPROCESSES, or `custom`. */
  readonly preprocess: string;
  /** `rgb`, or `bgr`; absent in plans of earlier versions, which knew `rgb` alone. */
  readonly channels?: ChannelOrder;
  /** Resolved settings of every method, by method name, in the order of the report. */
  readonly methods: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Names of the checks. */
  readonly orders: readonly string[];
  readonly metrics: readonly string[];
  readonly gates: readonly Gate[];
  /** Coverage of the intervals, for example .95. */
  readonly confidence: number;
  readonly draws: number;
  readonly limit: number;
  /** Which inputs are used where there are more than the limit. */
  readonly sample: Sample;
  /** Names or indices of the classes whose inputs are used, or null for all. */
  readonly classes: readonly string[] | null;
  /** Whether only the stages that carry gates are run. */
  readonly quick: boolean;
  /** Names of the layers to randomise, or null for all. */
  readonly layers: readonly string[] | null;
  /** What is randomised together: `layer`, `block`, or a regular expression. */
  readonly group: string;
  /** The groups that come of it, from output to input; `layers` are the names of a group's layers. */
  readonly groups: readonly { readonly name: string; readonly layers: readonly string[] }[];
  readonly target: Target;
  readonly initializer: InitializerChoice;
  /** Where the random values of every weight come from, in words, by weight name. */
  readonly randomization: Readonly<Record<string, string>>;
  readonly batchNorm: BatchNormMode;
  readonly seed: number;
  readonly engine: 'compiled' | 'eager';
  /** What computes: `onnxruntime`, or the backend of the eager engine that was found: `cpu`, `tensorflow`. */
  readonly backend: string;
  /** What is computed on: `cpu`, `webgpu` or `cuda`. */
  readonly device: string;
  readonly threads: number;
  readonly batch: number;
  /** Whether stages share what is the same in them. */
  readonly reuse: boolean;
  /** How many inputs keep their maps for figures. */
  readonly pictures: number;
  /** Over the figures of the run, in place of what they show and the model's name; absent where none was given. */
  readonly title?: string;
  /** How networks are trained; absent where none is. */
  readonly training?: TrainingPlan;
}
