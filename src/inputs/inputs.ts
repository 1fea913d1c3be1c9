import type { ChannelOrder } from '../plan/plan.ts';
import type { Region } from '../similarity/region/region.ts';
import type { Preprocess } from './preprocess.ts';

/** The inputs of a run, as the model sees them. */
export interface Inputs {
  /** Stable names: the path inside the input folder, or `file.npy[3]`. */
  readonly ids: readonly string[];
  /** SHA-256 of each input's float32 values. */
  readonly sha256: readonly string[];
  /** Shape of one input, without the batch axis. */
  readonly shape: readonly number[];
  /** [count, ...shape], preprocessed. */
  readonly values: Float32Array;
  /** One black input of the same shape after the same preprocessing: the baseline of path methods. */
  readonly black: Float32Array;
  /** One white input after the same preprocessing; absent where they came as numbers that were taken as they are. */
  readonly white?: Float32Array;
  readonly labels: readonly (number | null)[];
  /** What was done to the inputs that the user should know: resized, converted to grey, skipped files. */
  readonly notices: readonly string[];
  /** The values of the same images under another preprocessing; absent where they came as numbers that were taken as they are. */
  readonly prepared?: (preprocess: Preprocess, channels: ChannelOrder) => Promise<Float32Array>;
  /**
   * Reads what explanations of each input should point to; null where nothing says so. Throws InputError for masks and boxes that
   * cannot be read or do not fit. Absent where regions cannot be given.
   */
  readonly regions?: () => Promise<readonly (Region | null)[]>;
}
