import type { Tensor } from '@tensorflow/tfjs-core';
import type { InputError } from '../../../../errors.ts';
import type { Fans } from '../../../model.ts';
import type { Operation, Operator } from '../../../network/operation.ts';

/** Carries an operation out on the tensors of its inputs, for a batch size. */
export type Perform = (operands: readonly (Tensor | null)[], batch: number) => readonly Tensor[];

/** One node of an ONNX graph, its shape arithmetic done. */
export interface OnnxOperation extends Operation {
  /** Why it cannot be carried out; null where it can. */
  readonly refusal: InputError | null;
  /** Gives the results for the tensors of `inputs`. */
  readonly perform: Perform;
  /** How much the units of a kernel at one of its inputs read. */
  fansOf(input: number): Fans;
  /** Whether its output is an image [N, C, H, W], or a sequence [N, C, L] of a convolution. */
  readonly image: boolean;
  /** What its operator says of its gradient, for reports; null for most. */
  readonly notice: string | null;
}

/** What operations have that are no products with a kernel, and nothing else. */
export const WITHOUT_KERNEL: Omit<OnnxOperation, 'name' | 'op' | 'inputs' | 'perform' | keyof Operator> = {
  ...{ ending: null, lastAxis: false, epsilon: 0, refusal: null, image: false, notice: null },
  roleOf: () => 'other',
  fansOf: () => ({ fanIn: 1, fanOut: 1 }),
};
