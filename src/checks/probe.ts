import type { Maps } from '../similarity/maps.ts';

/** A method on a network, as a check may ask it while it looks for other inputs. All arrays of inputs are [count, ...shape]. */
export interface Probe {
  /** Place of the first input among all of the run, and their number. */
  readonly first: number;
  readonly count: number;
  /** As they were given. */
  readonly inputs: Float32Array;
  /** Passes that one map takes; null where nobody knows. */
  readonly passes: number | null;
  /** The method's maps of the same classes, with the same noise. */
  maps(inputs: Float32Array): Promise<Maps>;
  /** [count, classes]. */
  logits(inputs: Float32Array): Promise<Float32Array>;
  /** Null where it is not known how the method's maps move with the input. */
  readonly smooth: SmoothProbe | null;
}

/** The method on the same network with softplus units in place of ReLU, of which maps move smoothly. */
export interface SmoothProbe {
  maps(inputs: Float32Array): Promise<Maps>;
  /** Gradient of the weighted sum of all map values with respect to the inputs, as many weights as values. */
  pullback(inputs: Float32Array, weights: Float32Array): Promise<Float32Array>;
}
