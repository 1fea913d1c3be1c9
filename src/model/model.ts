import type { Tensor } from '@tensorflow/tfjs-core';

/** Weight values by weight name: flat, row-major. Never changed in place. */
export type Weights = ReadonlyMap<string, Float32Array>;

/** The initializer that the model's own format records for a weight, for example `GlorotUniform` with its settings. */
export interface InitializerConfig {
  readonly className: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/** What a weight is used for, where the format tells; `other` where it does not. */
export type WeightRole =
  | 'kernel'
  | 'depthwise-kernel'
  | 'bias'
  | 'scale'
  | 'offset'
  | 'moving-mean'
  | 'moving-variance'
  | 'other';

export interface WeightSpec {
  /** Unique in the model, for example `conv1/kernel`. */
  readonly name: string;
  readonly shape: readonly number[];
  readonly role: WeightRole;
  readonly initializer?: InitializerConfig;
}

/** The unit of randomization: named weights that belong together. */
export interface Layer {
  readonly name: string;
  /** The format's word for it, for example `Conv2D` or `Dense`. */
  readonly kind: string;
  /** Names of its weights, buffers such as BatchNorm statistics included. */
  readonly weights: readonly string[];
  /** Number of scalars in its weights. */
  readonly parameters: number;
}

/** A place in the network whose output can be read and differentiated: the output of one layer. */
export interface Site {
  readonly name: string;
  readonly kind: string;
  /** Shape without the batch axis; three entries [H, W, C] where the output is spatial. */
  readonly shape: readonly number[];
  /** Whether the layer is a convolution, or the activation or normalisation that directly follows one. */
  readonly convolutional: boolean;
}

/** Called with the output of every site in execution order; what it returns takes the output's place. */
export type Tap = (site: string, output: Tensor) => Tensor;

/** A file of a model, ready to be written. Its bytes come in parts, so that no second copy of all weights is held. */
export interface ModelFile {
  /** Relative to the model's folder. */
  readonly name: string;
  readonly parts: Iterable<Uint8Array>;
}

/** A network under test as a pure function of (input, weights) to logits, with a description of its layers. */
export interface Model {
  /** Where it came from: a path, or a name that the caller gave. */
  readonly source: string;
  readonly format: 'tfjs-layers-model';
  /** SHA-256 over topology and weight bytes, hexadecimal. */
  readonly sha256: string;
  /** Without the batch axis: [H, W, C] or [features]. */
  readonly inputShape: readonly number[];
  readonly classes: number;
  /** The output activation that was taken off so that logits are explained, or null. */
  readonly removedActivation: 'softmax' | 'sigmoid' | null;
  /** Ordered from output to input, by execution. Only layers with weights. */
  readonly layers: readonly Layer[];
  /** Every weight, in the format's order. */
  readonly weights: readonly WeightSpec[];
  readonly trained: Weights;
  /** In execution order, input to output. */
  readonly sites: readonly Site[];
  /**
   * Logits [N, classes] of a batch x [N, ...inputShape] under the given weight tensors (keyed by weight name).
   * Pure: reads no value on the host and changes no state, so it can be recorded as well as run.
   */
  apply(x: Tensor, weights: ReadonlyMap<string, Tensor>, tap?: Tap): Tensor;
  /** The model with other weights, as files of the format that it came in. Weights are stored as float32. */
  serialise(weights: Weights): readonly ModelFile[];
  /** Frees the tensors that the model holds. `trained` stays readable, `apply` must not be called any more. */
  dispose(): void;
}
