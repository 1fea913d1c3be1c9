import type { Tensor } from '@tensorflow/tfjs-core';
import type { InputError } from '../../../../errors.ts';
import type { Fans } from '../../../model.ts';
import type { Operation, Reference } from '../../../network/operation.ts';
import type { ByBatch } from './by-batch.ts';

/** An operand of an operation: an output of another one, a known array, or null where it is left out. */
export type Operand = Reference | ByBatch | null;

export const isReference = (operand: Operand): operand is Reference => operand !== null && 'node' in operand;

/** Carries an operation out for operands and a batch size. */
export type Perform = (operands: readonly (Tensor | null)[], batch: number) => readonly Tensor[];

/** One node of an ONNX graph, its shape arithmetic done. */
export interface OnnxOperation extends Operation {
  /** Why it cannot be carried out; null where it can. */
  readonly refusal: InputError | null;
  /** Gives the results for the tensors of `inputs`. */
  readonly perform: Perform;
  /** How much the units of a kernel at one of its inputs read. */
  fansOf(input: number): Fans;
  /** Whether its output is an image [N, C, H, W]. */
  readonly image: boolean;
  /** What its operator says of its gradient, for reports; null for most. */
  readonly notice: string | null;
}
