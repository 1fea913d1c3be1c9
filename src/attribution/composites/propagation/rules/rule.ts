import type { Tensor } from '@tensorflow/tfjs-core';
import type { Operator } from '../operator.ts';

/** An affine step as its rule sees it, everything merged. */
export interface Seen {
  readonly operator: Operator;
  readonly x: Tensor;
  readonly weights: Tensor;
  /** [channels]; null for none. */
  readonly bias: Tensor | null;
  /** What it made, bias included. */
  readonly output: Tensor;
  /** Whether x is known to be nowhere negative. */
  readonly nonNegative: boolean;
  /** Ones in the shape of x, zeros where a kernel of its own has padded the input. */
  ones(): Tensor;
}

/** The relevance of x, of the relevance of what an affine step made. */
export type AffineRule = (relevance: Tensor, seen: Seen) => Tensor;
