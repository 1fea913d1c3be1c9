import type { Tensor } from '@tensorflow/tfjs-core';
import type { OutputKind, RemovedActivation } from './output.ts';

/** Weight values by weight name: flat, row-major. Never changed in place. */
export type Weights = ReadonlyMap<string, Float32Array>;

/** The initializer that the model's own format records for a weight, for example `GlorotUniform` with its settings. */
export interface InitializerConfig {
  readonly className: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/** How many numbers one unit of a kernel reads, and how many read what one of its inputs gives. */
export interface Fans {
  readonly fanIn: number;
  readonly fanOut: number;
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
  /** Absent where the weight has the axes of Keras: [..., inputs, outputs]. */
  readonly fans?: Fans;
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
  /** Of a normalisation: the name of the layer that it follows; absent where it follows no single one. */
  readonly follows?: string;
}

/** A place in the network whose output can be read and differentiated: the output of one layer. */
export interface Site {
  readonly name: string;
  readonly kind: string;
  /** Shape without the batch axis; three entries [H, W, C] where the output is spatial. */
  readonly shape: readonly number[];
  /** Whether the layer is a convolution, or the activation or normalisation that directly follows one. */
  readonly convolutional: boolean;
  /** Whether its output takes memory of its own in a pass: not where it runs in the place of its input, or only reshapes it. */
  readonly held: boolean;
  /** Whether everything between input and logits flows through this one tensor; absent where that is not known. */
  readonly cut?: boolean;
  /** How its output lies over the rows and columns of the input; absent where the format does not tell, or it does not. */
  readonly plane?: Plane;
}

/** Rows and columns that a site's channels lie in, in this order, after `before` places that are no part of the plane. */
export interface Plane {
  readonly rows: number;
  readonly columns: number;
  /** Class tokens, for example. */
  readonly before: number;
}

/** A batch normalisation. */
export interface Normalisation {
  readonly layer: string;
  /** Names of its statistics: weights, unless they are folded into others. */
  readonly mean: string;
  readonly variance: string;
  readonly folded?: Folded;
}

/**
 * The weights that a normalisation was folded into. One of mean m and variance v multiplies the last axis of `scaled` by
 * 1 / sqrt(v + epsilon) and takes m / sqrt(v + epsilon) from `offset`; as they are, m is 0 and v + epsilon is 1.
 */
export interface Folded {
  readonly scaled: string;
  readonly offset: string;
  readonly epsilon: number;
}

/** Called with the output of every site in execution order; what it returns takes the output's place. */
export type Tap = (site: string, output: Tensor) => Tensor;

/** A file of a model, ready to be written. Its bytes come in parts, so that no second copy of all weights is held. */
export interface ModelFile {
  /** Relative to the model's folder. */
  readonly name: string;
  readonly parts: Iterable<Uint8Array>;
}

/** Where a network in training multiplies by a mask: 0 with probability `rate`, 1 / (1 - rate) otherwise. */
export interface Dropout {
  readonly name: string;
  /** Of one input's mask; extents of 1 are broadcast. */
  readonly shape: readonly number[];
  readonly rate: number;
}

/** What a forward pass in training gives. */
export interface TrainingPass {
  readonly logits: Tensor;
  /** New values of the moving statistics, by weight name. */
  readonly statistics: ReadonlyMap<string, Tensor>;
  /** The sum of the network's weight penalties (regularizers), a scalar; null where there is none. */
  readonly penalty: Tensor | null;
}

/** How a network runs while it is trained: batch normalisation by the batch's own statistics, dropout by given masks. */
export interface TrainingMode {
  /** Names of the weights that gradients move. */
  readonly trainable: readonly string[];
  /** Names of the weights that are moving averages over batches. */
  readonly statistics: readonly string[];
  readonly dropouts: readonly Dropout[];
  /** Pure, as the model's own `apply`. Masks are [N, ...shape], by the dropouts' names. */
  apply(x: Tensor, weights: ReadonlyMap<string, Tensor>, masks: ReadonlyMap<string, Tensor>): TrainingPass;
}

/** How indices become the input of a network that is explained at the output of its embedding. */
export interface Tokens {
  /** Of the indices of one input. */
  readonly shape: readonly number[];
  /** Indices are below this. */
  readonly vocabulary: number;
  /** [N, ...shape] to [N, ...inputShape], by the trained embedding. Throws InputError for what is no index. */
  embed(indices: Float32Array): Float32Array;
}

/** A network under test as a pure function of (input, weights) to logits, with a description of its layers. */
export interface Model {
  /** Where it came from: a path, or a name that the caller gave. */
  readonly source: string;
  /** The name of its file format, as the format declares it: `tfjs-layers-model`, `tfjs-graph-model`. */
  readonly format: string;
  /** What its format calls a part of a network, for messages. */
  readonly part: 'layer' | 'node';
  /** SHA-256 over topology and weight bytes, hexadecimal. */
  readonly sha256: string;
  /** Without the batch axis: [H, W, C] or [features]. */
  readonly inputShape: readonly number[];
  /** Whether its input [steps, features] is a sequence: a map then has one value per step. */
  readonly sequence?: boolean;
  /** Set where users give indices, and the explained input is what an embedding makes of them. */
  readonly tokens?: Tokens;
  /** What the output says, found from its activation and its number of values. */
  readonly output: OutputKind;
  /** Number of explained quantities: of classes; 1 for a regression. */
  readonly classes: number;
  /** The output activation that was taken off so that logits are explained, or null. */
  readonly removedActivation: RemovedActivation | null;
  /** What the user should know of how its format limits randomization, in sentences. */
  readonly notices?: readonly string[];
  /** Ordered from output to input, by execution. Only layers with weights. */
  readonly layers: readonly Layer[];
  /** Every weight, in the format's order. */
  readonly weights: readonly WeightSpec[];
  readonly trained: Weights;
  /** In execution order, input to output. */
  readonly sites: readonly Site[];
  /**
   * Logits [N, classes] of a batch x [N, ...inputShape] under the given weight tensors (keyed by weight name): [-z, z] of
   * the one logit z of a binary output, the value itself of a regression.
   * Pure: reads no value on the host and changes no state, so it can be recorded as well as run.
   */
  apply(x: Tensor, weights: ReadonlyMap<string, Tensor>, tap?: Tap): Tensor;
  /** Its batch normalisations in execution order; absent where the format does not tell them. */
  readonly normalisations?: readonly Normalisation[];
  /**
   * Statistics of every normalisation, by their names, after a pass over the batch x in which a normalisation goes by
   * `share` (of shape [1], by layer) of its input's own mean and population variance, and by 1 - share of the given ones.
   */
  moments?(
    x: Tensor,
    weights: ReadonlyMap<string, Tensor>,
    shares: ReadonlyMap<string, Tensor>,
  ): ReadonlyMap<string, Tensor>;
  /** How it is trained; absent where the format does not allow it. Throws InputError for layers that cannot be trained. */
  training?(): TrainingMode;
  /** The model with other weights, as files of the format that it came in. Weights are stored as float32. */
  serialise(weights: Weights): readonly ModelFile[];
  /** Frees the tensors that the model holds. `trained` stays readable, `apply` must not be called any more. */
  dispose(): void;
}
