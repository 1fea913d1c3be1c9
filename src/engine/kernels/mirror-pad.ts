import type * as tf from '@tensorflow/tfjs-core';
import type { Lowering } from '../lower/lowering.ts';
import { concat, reversed, slice } from '../lower/regions.ts';
import type { Ref } from '../lower/tensor.ts';
import type { KernelRule, KernelTable, Named } from './kernel.ts';

/** Continues a tensor by its mirror image; `symmetric` repeats the edge, `reflect` does not. */
const mirrorPad: KernelRule<Named<'x'>, tf.MirrorPadAttrs> = {
  shape: ({ x }, { paddings }) => ({
    shape: x.shape.map((d, axis) => d + paddings[axis][0] + paddings[axis][1]),
    dtype: x.dtype,
  }),
  reordered: ({ paddings, ...attrs }, order) => ({
    ...attrs,
    paddings: order.map((axis) => paddings[axis]),
  }),
  lower: (ctx, { inputs: { x }, attrs: { paddings, mode }, outputs: [out] }) => {
    let ref = ctx.full(x);
    for (const [axis, [before, after]] of paddings.entries()) {
      ref = mirrored(ctx, ref, axis, before, after, mode === 'reflect' ? 1 : 0);
    }
    ctx.set(out, ref);
  },
};

// Pad in mode `reflect` exists in ONNX, `symmetric` only as a part of newer opsets.
function mirrored(ctx: Lowering, x: Ref, axis: number, before: number, after: number, skip: number): Ref {
  const part = (from: number, count: number): Ref[] => {
    if (count === 0) return [];
    const begin = x.dims.map((_, a) => (a === axis ? from : 0));
    return [reversed(ctx, slice(ctx, x, begin, x.dims.with(axis, count)), [axis])];
  };
  const length = x.dims[axis];
  return concat(ctx, [...part(skip, before), x, ...part(length - skip - after, after)], axis);
}

export const mirrorPadKernels: KernelTable = { MirrorPad: mirrorPad };
