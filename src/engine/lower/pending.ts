import type { Attributes } from '../onnx/model.ts';
import type { Value } from '../record/graph.ts';
import type { OnnxBuilder } from './builder.ts';
import type { Layout } from './layout.ts';
import type { Pads } from './regions.ts';
import type { Ref, Stage } from './tensor.ts';

/** The orders in which a value exists so far. */
export type Forms = Partial<Record<Layout | 'blocked', Ref>>;

/** Where a convolution reads its image. Each order is made when it is asked for. */
export interface ImageSource {
  readonly channels: number;
  /** [N, C, H, W]. */
  readonly plain: () => Ref;
  /** The same in blocks of channels; absent where that has to be avoided. */
  readonly blocked?: () => Ref;
}

/** The end of a convolution. */
export interface Activation {
  readonly apply: (onnx: OnnxBuilder, y: Ref) => Ref;
  /** How a blocked convolution is told to do it; absent where it cannot. */
  readonly fused?: { readonly name: 'Relu' | 'Clip'; readonly parameters: readonly number[] };
}

/** A filter that is put in order when a convolution is written. */
export interface Filter {
  readonly outputs: number;
  /** Channels that each output reads. */
  readonly inputs: number;
  readonly stage: Stage;
  /** With a factor to each output. */
  scaled(factor: Ref): Filter;
  /** [outputs, inputs, rows, cols]. */
  plain(): Ref;
  /** For ONNX Runtime's own convolutions; `whole` where they read their image in blocks. */
  blocked(block: number, whole: boolean): Ref;
}

/** A convolution as ONNX takes it, its operands not yet read. */
export interface Convolution {
  readonly image: ImageSource;
  readonly filter: Filter;
  /** [O]. */
  readonly bias: Ref | null;
  /** [N, O, H, W] of the result. */
  readonly dims: readonly number[];
  readonly attrs: Attributes;
  /** An image in blocks that a blocked convolution adds to its result, before the activation. */
  readonly sum?: () => Ref;
  readonly activation?: Activation;
}

interface Unwritten {
  /** Whether it will be written in blocks of channels. */
  readonly blocked: boolean;
  write(): Forms;
}

/** An activation waits for nothing more; before it, a convolution takes up a bias, a scale, a BatchNorm. */
export interface PendingConvolution extends Unwritten {
  readonly kind: 'convolution';
  readonly convolution: Convolution;
}

/** An image times a factor per channel, such as the gradient of a BatchNorm: the next filter takes it up. */
export interface PendingScale extends Unwritten {
  readonly kind: 'scale';
  readonly base: Value;
  /** [C]. */
  readonly scale: Ref;
  /** The same as a depthwise convolution of single pixels. */
  readonly convolution: Convolution;
}

/** A zero-padded image: a convolution that follows pads by itself. */
export interface PendingPad extends Unwritten {
  readonly kind: 'pad';
  readonly base: Value;
  readonly pads: Pads;
}

export type Extent = readonly [rows: number, cols: number];

/** The gradient of a convolution to its input. A slice that follows (the gradient of a padding) asks for a part. */
export interface PendingGradient extends Unwritten {
  readonly kind: 'gradient';
  part(from: Extent, size: Extent): Forms;
  /** Set where the gradient is a small image with zeros between its pixels: two of them are added before. */
  readonly sparse?: { readonly small: () => Forms; readonly stride: Extent; readonly size: Extent };
  /** Set where all of it is one convolution. */
  readonly convolution?: Convolution;
}

/** The gradient of maximum pooling. A mask that follows goes before it, where there are fewer pixels. */
export interface PendingPool extends Unwritten {
  readonly kind: 'pool';
  /** Of the result of the pooling. */
  readonly gradient: Value;
  readonly input: Value;
  readonly output: Value;
  /** Makes another value the gradient of the same pooling under another gradient of its result. */
  readonly setOf: (v: Value, gradient: Value) => void;
}

/**
 * A value that is not computed before it is read, so that its reader can take it up. Written at most once; a value
 * that was taken up by its only reader never is.
 */
export type Pending = PendingConvolution | PendingScale | PendingPad | PendingGradient | PendingPool;
