import type { Attributes } from '../onnx/model.ts';
import type { Value } from '../record/graph.ts';
import type { OnnxBuilder } from './builder.ts';
import type { Layout } from './layout.ts';
import type { Pads } from './regions.ts';
import type { Ref } from './tensor.ts';

/** The orders in which a value exists so far. */
export type Forms = Partial<Record<Layout, Ref>>;

/** A convolution as ONNX takes it, its operands not yet read. */
export interface Convolution {
  /** The image [N, C, H, W]. */
  readonly input: () => Ref;
  /** [O, C / group, kh, kw]. */
  readonly filter: Ref;
  /** [O]. */
  readonly bias: Ref | null;
  /** [N, O, H, W] of the result. */
  readonly dims: readonly number[];
  readonly attrs: Attributes;
  readonly activation?: (onnx: OnnxBuilder, y: Ref) => Ref;
}

/** An activation waits for nothing more; before it, a convolution takes up a bias, a scale, a BatchNorm. */
export interface PendingConvolution {
  readonly kind: 'convolution';
  readonly convolution: Convolution;
  write(): Forms;
}

/** An image times a factor per channel, such as the gradient of a BatchNorm: the next filter takes it up. */
export interface PendingScale {
  readonly kind: 'scale';
  readonly base: Value;
  /** [C]. */
  readonly scale: Ref;
  write(): Forms;
}

/** A zero-padded image: a convolution that follows pads by itself. */
export interface PendingPad {
  readonly kind: 'pad';
  readonly base: Value;
  readonly pads: Pads;
  write(): Forms;
}

export type Extent = readonly [rows: number, cols: number];

/** The gradient of a convolution to its input. A slice that follows (the gradient of a padding) asks for a part. */
export interface PendingGradient {
  readonly kind: 'gradient';
  part(from: Extent, size: Extent): Forms;
  /** Set where the gradient is a small image with zeros between its pixels: two of them are added before. */
  readonly sparse?: { readonly small: () => Ref; readonly stride: Extent; readonly size: Extent };
  write(): Forms;
}

/**
 * A value that is not computed before it is read, so that its reader can take it up. Written at most once; a value
 * that was taken up by its only reader never is.
 */
export type Pending = PendingConvolution | PendingScale | PendingPad | PendingGradient;
