import type { BatchAxis } from './traced.ts';

/** A target shape with the axis that the inputs of a batch will lie along. */
export interface BatchedShape {
  /** For one input. */
  readonly shape: readonly number[];
  readonly batch: BatchAxis;
}

export interface ReshapeAsk {
  /** Of the tensor, for one input. */
  readonly from: readonly number[];
  readonly batch: BatchAxis;
  /** For the batch size that the file states. */
  readonly target: readonly number[];
  readonly stated: number;
  /** Axes of the target that the file itself lets follow the batch size, the surest first. */
  readonly hints: readonly number[];
  /** The axis that takes up what the others leave, where the file states one; else -1. */
  readonly open: number;
}

const product = (list: readonly number[]): number => list.reduce((a, b) => a * b, 1);

/**
 * Finds which axis of a reshaped tensor the batch lies along. A file that was exported for one batch size states shapes
 * for it alone; since a reshape keeps the order of numbers, what lies before the batch and after it tells where it comes
 * to lie. Null where the shape cannot be one of any batch size.
 */
export function batchedShape({ from, batch, target, stated, hints, open }: ReshapeAsk): BatchedShape | null {
  const before = product(from.slice(0, batch.axis)) * (batch.count / batch.inner);
  const candidates = target.flatMap((extent, axis): BatchAxis[] => {
    const ahead = product(target.slice(0, axis));
    if (before % ahead !== 0) return [];
    const outer = before / ahead;
    if (extent % (outer * stated) !== 0) return [];
    return [{ axis, count: extent / stated, inner: extent / (outer * stated) }];
  });
  const alone = candidates.filter(({ count }) => count === 1);
  const at = (axis: number, among = candidates) => among.find((one) => one.axis === axis);
  const chosen =
    hints.flatMap((axis) => at(axis) ?? [])[0] ??
    // An axis of the inputs alone, before one that takes up the rest: that may be the features of each.
    at(batch.axis, alone) ??
    alone[0] ??
    at(open) ??
    (areJoined(from.slice(batch.axis + 1), target.slice((candidates[0]?.axis ?? 0) + 1))
      ? candidates[0]
      : candidates.at(-1));
  if (!chosen) return null;
  return {
    shape: target.map((extent, axis) => (axis === chosen.axis ? chosen.count : extent)),
    batch: chosen,
  };
}

/** Whether the axes behind one of the target are joined from those behind the batch, and none of these is divided. */
function areJoined(behind: readonly number[], target: readonly number[]): boolean {
  const ends = new Set(behind.map((_, i) => product(behind.slice(0, i + 1))));
  return target.every((_, i) => ends.has(product(target.slice(0, i + 1))));
}
