import type { Maps } from '../similarity/maps.ts';
import type { Region } from '../similarity/region/region.ts';
import type { Range } from './attack/ball.ts';
import type { CheckSettings } from './check.ts';
import type { Probe } from './probe.ts';

/** The experiment with something changed; what is absent is as trained. */
export interface Change {
  /** Name of a network that was given beside the model and stands in its place. */
  readonly network?: string;
  /** All weights of the model, by name. */
  readonly weights?: ReadonlyMap<string, Float32Array>;
  /** Share of all parameters that were changed, 0 to 1; 0 where nothing is said. */
  readonly coverage?: number;
  /** Other inputs [N, ...shape], in the order of those that they stand for. */
  readonly inputs?: Float32Array;
  /** Other inputs for every method, found by asking it; in place of `inputs`. They come back in the order of the probe's. */
  readonly perturbed?: (probe: Probe) => Promise<Float32Array>;
  /** Is taken from every value that the network is given: with `inputs` so much larger, it answers as before. */
  readonly offset?: number;
  /** Other explained classes. */
  readonly targets?: Int32Array;
  /** Name of the variation of a method's settings that stands in the method's place, in all methods that have it. */
  readonly variation?: string;
  /** Which noise methods get: 0 is that of the maps that others are compared with. */
  readonly noise?: number;
  /** Maps are means over noisy inputs: how many, and the SD of the noise over an input's own range. */
  readonly smoothing?: { readonly draws: number; readonly spread: number };
  /** Places of the inputs that are not compared under it: their scores are undefined, and nothing is held against a map for it. */
  readonly leftOut?: readonly number[];
  /** Numbers about it that a verdict may rest on, by name. */
  readonly facts?: Readonly<Record<string, number>>;
}

/** What stands in the trained experiment's place. */
export interface Variant {
  /** Equal, in one draw, for variants that are the same: it is explained once. */
  readonly key: string;
  made(): Promise<Change>;
}

/** What may stand in the place of removed pixels: see `src/attribution/requests/fills.ts`. */
export type Filling = 'mean' | 'blur' | 'noise' | 'black';

/** What is known of the trained experiment. */
export interface LabFacts {
  /** Inputs. */
  readonly count: number;
  readonly classes: number;
  /** [N, ...shape]. */
  readonly inputs: Float32Array;
  /** [N, classes] of the trained model. */
  readonly logits: Float32Array;
  /** Explained classes. */
  readonly targets: Int32Array;
  /** Classes, null where unknown. */
  readonly labels: readonly (number | null)[];
  /** Of one input. */
  readonly shape: readonly number[];
  /** What explanations should point to, one for each input; null where no check needs them. */
  readonly regions: readonly Region[] | null;
  /**
   * What every value of an input may be, [...shape]: between what the preprocessing makes of black and white, or what the inputs of the run
   * span, by feature in tables.
   */
  readonly range: Range;
}

/** The examples that networks of a run learn, for checks that have them learn something else. */
export interface TrainingSet {
  readonly count: number;
  /** [count, ...shape]. */
  readonly values: Float32Array;
  /** Maps of all examples by a method on the trained model, some after the others; `first` is the place of the first of them. */
  explained(method: string, take: (maps: Maps, first: number) => void): Promise<void>;
  /** Standard normal numbers that depend on seed, purpose, draw and the place of the example alone. */
  noise(purpose: string, draw: number, example: number, out: Float64Array): void;
  /**
   * Weights of a network that learns other values [count, ...shape] under the true labels from scratch. `stream` is what its random
   * numbers are drawn by, beside the seed of the run.
   */
  learnt(name: string, stream: string, values: Float32Array): Promise<NonNullable<Change['weights']>>;
}

/** What a check may have made, under the settings of the plan. All of it is shared, counted and can be interrupted. */
export interface Lab {
  readonly facts: LabFacts;
  readonly settings: CheckSettings;
  /** The model with some of its layers random in a draw. */
  randomised(layers: readonly string[], draw: number): Variant;
  /** A network that the check has trained, by name. Its facts are the `accuracy` on what it was trained on and the one `required`. */
  trained(name: string): Variant;
  /** A network that was given beside the model, by name. */
  given(name: string): Variant;
  /** What networks learn. Throws where the run trains none. */
  readonly trainingSet: TrainingSet;
  /** A whole number below a bound, any as likely; it depends on seed, purpose, draw and the content of the input alone. */
  choice(below: number, purpose: string, draw: number, input: number): number;
  /** Logits [N, classes] of inputs [N, ...shape] under the trained weights, or those of a change. */
  logits(inputs: Float32Array, change?: Pick<Change, 'weights' | 'network'>): Promise<Float32Array>;
  /** Logits [count, classes] of inputs that `write` writes, one after the other, under the trained weights. */
  logitsOf(count: number, write: (at: number, out: Float32Array) => void): Promise<Float32Array>;
  /** The network's own probability of a class, of the logits of one input; NaN for a regression. */
  probability(logits: Float32Array, target: number): number;
  /** Standard normal numbers that depend on seed, purpose, draw and the content of the input alone. */
  noise(purpose: string, draw: number, input: number, out: Float64Array): void;
  /** The superpixel of every pixel of an input, from 0; null where inputs have no rows and columns. */
  segments(input: number): Int32Array | null;
  /** What stands in the place of an input's pixels, for all of them: [...shape]. */
  filled(filling: Filling, input: number): Float32Array;
}
