import type { OnnxData, OnnxOperator, OnnxTensor } from '../onnx/model.ts';

/**
 * When a tensor can be computed: the latest stage of what it is made from. Up to WEIGHT it is computed once per
 * weight set, by the prepare model; at RUN once per run.
 */
export const CONSTANT = 0;
export const WEIGHT = 1;
export const RUN = 2;
export type Stage = typeof CONSTANT | typeof WEIGHT | typeof RUN;

/** An ONNX tensor while a model is built. Where it stands for a recorded value, repeated axes may have length 1. */
export interface Ref extends OnnxTensor {
  readonly stage: Stage;
  /** The least level among the inputs and weights that it is made from (ProgramSource.levels). */
  readonly level: number;
  /** Present on literals. */
  readonly data?: OnnxData;
  /** The name of the input or weight that the tensor is fed with. */
  readonly feed?: { readonly kind: 'input' | 'weight'; readonly name: string };
  /** What this tensor is a reshaped view of. */
  readonly viewOf?: Ref;
}

export interface Operator extends OnnxOperator {
  readonly inputs: readonly (Ref | null)[];
  readonly outputs: readonly Ref[];
  readonly stage: Stage;
}
