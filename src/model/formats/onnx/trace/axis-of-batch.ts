import type { Tensor } from '@tensorflow/tfjs-core';
import type { BatchRule, RuleAsk } from './batch-rules.ts';
import { varies } from './by-batch.ts';
import type { BatchAxis } from './traced.ts';

export interface AxisAsk extends RuleAsk {
  readonly rule: BatchRule | null;
  /** Carries the node out for a batch size; for nodes that read no input alone. */
  readonly perform: (batch: number) => readonly Tensor[];
}

/**
 * Tells along which axis of a node's results for an empty batch the batch lies: where they are empty. Throws InputError
 * for results that the inputs of a batch lie along two axes of.
 */
export function axisOfBatch(ask: AxisAsk): (result: Tensor, index: number) => BatchAxis | null {
  const { operands, arrays, node, rule, batches } = ask;
  const own = operands.flatMap((operand) => operand?.batch ?? []);
  const most = own.reduce<BatchAxis | null>((a, b) => (a && a.count >= b.count ? a : b), null);
  const bySize = arrays.some((array) => array && varies(array));
  return ({ shape }, index) => {
    if (!most && !bySize && !rule?.batch) return null;
    const axes = shape.flatMap((extent, axis) => (extent === 0 ? [axis] : []));
    if (axes.length === 0) return null;
    if (axes.length > 1) {
      return node.refuse(
        'results that keep the inputs of a batch along one axis',
        `a shape [${shape}] for none`,
      );
    }
    const [axis] = axes;
    if (rule?.batch) return rule.batch;
    if (most) return { ...most, axis };
    const count = ask.perform(batches.stated)[index].shape[axis] / batches.stated;
    return { axis, count, inner: count };
  };
}
