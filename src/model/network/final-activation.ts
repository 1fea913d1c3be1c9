import type { RemovedActivation } from '../output.ts';
import type { Flow } from './data-flow.ts';
import { type Operation, reshapes } from './operation.ts';

/** The softmax, its logarithm or the sigmoid at the end of a network. */
export interface FinalActivation {
  readonly name: RemovedActivation;
  /** The operation that ends in it. */
  readonly node: Operation;
  /** Whether the operation is nothing but the activation, and passes its input on without it. */
  readonly whole: boolean;
}

/**
 * The activation that turns logits into probabilities: the last operation, or the last before those that only give the
 * numbers another shape. Null where there is none.
 */
export function finalActivation(output: Operation, { uses }: Flow): FinalActivation | null {
  let node = output;
  while (keepsAxes(node) && node.inputs.length > 0) node = node.inputs[0].node;
  // Probabilities that the network computes with are more than its end.
  if (uses.get(node)!.length > 1 || !node.ending) return null;
  return { ...node.ending, node };
}

/** Whether every number keeps its place, so that an axis of logits stays one. */
const keepsAxes = (node: Operation): boolean => node.movement === 'copies' || reshapes(node);
