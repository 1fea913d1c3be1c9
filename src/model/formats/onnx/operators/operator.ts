import type { Tensor } from '@tensorflow/tfjs-core';
import type { WeightRole } from '../../../model.ts';
import type { Operator as Traits } from '../../../network/operation.ts';
import type { RemovedActivation } from '../../../output.ts';
import type { OnnxNode } from './node.ts';
import type { Known, Plain } from './plain.ts';

/** The newest operator set whose meanings are known. */
export const NEWEST_SET = 23;

/** An operator of ONNX, said in operations of TensorFlow.js. Tensors have the axes of the file, images [N, C, H, W]. */
export interface OnnxOperator {
  readonly name: string;
  /** Empty for the operators of ONNX itself. */
  readonly domain: string;
  /** The first and the last operator set of the domain in which this is its meaning. */
  readonly sets: readonly [first: number, last: number];
  /** What it is to the network. */
  readonly traits: Traits;
  /** What operands are for, by position; `other` where the list ends. */
  readonly roles: readonly WeightRole[];
  /** The activation that it is, if that turns logits into probabilities. */
  readonly ending: RemovedActivation | null;
  /** Of a product with a kernel: whether the channels of its output are the last entries of the kernel. */
  lastAxis(node: OnnxNode): boolean;
  /**
   * The operands that have to be known while the network is traced, by position: shapes, axes, pads. They are given to
   * `node.constant`, and as tensors like the others.
   */
  readonly constants: readonly number[];
  /** What of its meaning is refused, in words for documents; empty where nothing is. */
  readonly limits: string;
  /** Says of a node that only looks as if it had a gradient what the gradient is, for reports; null for most. */
  readonly notice: string | null;
  /** Its results; a list where it may have more than one. An operand that is left out is null. Throws InputError. */
  apply(inputs: readonly (Tensor | null)[], node: OnnxNode): Tensor | readonly Tensor[];
  /** Its results where they follow from what is known of the operands; null where they do not. */
  readonly fold: Fold | null;
}

export type Fold = (inputs: readonly (Known | null)[], node: OnnxNode) => readonly Plain[] | null;

type Optional = Omit<OnnxOperator, 'name' | 'traits' | 'apply' | 'sets' | 'lastAxis'> & {
  /** Left out where the meaning never changed. */
  readonly sets: readonly [first: number, last: number];
  readonly lastAxis: boolean | ((node: OnnxNode) => boolean);
};

/** An operator, its properties at their usual values where nothing else is said. */
export function define(
  name: string,
  traits: Traits,
  apply: OnnxOperator['apply'],
  different: Partial<Optional> = {},
): OnnxOperator {
  const { lastAxis = false, ...rest } = different;
  return {
    name,
    traits,
    apply,
    domain: '',
    sets: [1, NEWEST_SET],
    roles: [],
    ending: null,
    constants: [],
    limits: '',
    notice: null,
    fold: null,
    ...rest,
    lastAxis: typeof lastAxis === 'function' ? lastAxis : () => lastAxis,
  };
}
