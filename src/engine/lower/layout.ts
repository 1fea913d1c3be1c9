/**
 * tfjs keeps images as NHWC, ONNX as NCHW. A value of rank 4 may exist in both orders; every other value only in its
 * own, which counts as `nhwc`.
 */
export type Layout = 'nhwc' | 'nchw';

const NHWC_AXIS_IN_NCHW = [0, 2, 3, 1];

/** Permutations that lead from one order to the other. */
export const TO_NCHW = [0, 3, 1, 2];
export const TO_NHWC = [0, 2, 3, 1];

/** A list with an entry per NHWC axis, in the order of the layout. */
export function inLayout<T>(list: readonly T[], layout: Layout): T[] {
  return layout === 'nchw' ? TO_NCHW.map((axis) => list[axis]) : [...list];
}

/** Where an axis of a value (negative: from the end) lies in the layout. */
export function axisIn(axis: number, layout: Layout, rank: number): number {
  const positive = axis < 0 ? axis + rank : axis;
  return layout === 'nchw' ? NHWC_AXIS_IN_NCHW[positive] : positive;
}
