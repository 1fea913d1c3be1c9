import * as tf from '@tensorflow/tfjs-core';
import type { DType } from '../engine.ts';
import { inLayout, TO_NCHW, TO_NHWC } from '../lower/layout.ts';
import { WEIGHT } from '../lower/tensor.ts';
import { sameShape, sizeOf } from '../record/graph.ts';
import { onlyInput, setElementwise } from './elementwise.ts';
import { elementwise, type KernelRule, type KernelTable, type Listed, type Named } from './kernel.ts';

/** Kernels that give the same elements another shape. */
function reshapeTo<Attrs extends object>(
  resolve: (from: readonly number[], attrs: Attrs) => number[],
): KernelRule<Listed, Attrs> {
  return {
    shape: (inputs, attrs) => {
      const x = onlyInput(inputs);
      return { shape: resolve(x.shape, attrs), dtype: x.dtype };
    },
    lower: (ctx, { inputs, outputs: [out] }) => {
      const x = onlyInput(inputs);
      const single = ctx.stage(x) <= WEIGHT && ctx.loose(x).dims.every((d) => d === 1);
      if (single)
        return ctx.set(
          out,
          ctx.reshape(
            ctx.loose(x),
            out.shape.map(() => 1),
          ),
        );
      ctx.set(out, ctx.reshape(ctx.full(x), out.shape));
      // Of [N, 1, 1, C] both orders are the same memory: offering both keeps what follows channels first.
      if (out.shape.length === 4 && out.shape[1] === 1 && out.shape[2] === 1) ctx.loose(out, 'nchw');
    },
  };
}

const transpose: KernelRule<Named<'x'>, { perm: number[] }> = {
  shape: ({ x }, { perm }) => ({ shape: perm.map((axis) => x.shape[axis]), dtype: x.dtype }),
  lower: (ctx, { inputs: { x }, attrs: { perm }, outputs: [out] }) => {
    // Either order of an image may be the one that it is held in: then nothing moves.
    if (sameShape(perm, TO_NHWC)) ctx.set(out, ctx.loose(x), 'nchw');
    else if (sameShape(perm, TO_NCHW)) ctx.set(out, ctx.loose(x, 'nchw'));
    else ctx.set(out, ctx.transpose(ctx.full(x), perm));
  },
};

const cast: KernelRule<Named<'x'>, { dtype: DType }> = {
  shape: ({ x }, { dtype }) => ({ shape: x.shape, dtype }),
  reordered: elementwise,
  lower: (ctx, { inputs: { x }, attrs: { dtype }, outputs: [out] }) =>
    setElementwise(ctx, [x], out, ([ref]) => ctx.cast(ref, dtype)),
};

/** Repeats whole tensors along the axes; an axis of length 1 is left to broadcasting. */
const tile: KernelRule<Named<'x'>, { reps: number[] }> = {
  shape: ({ x }, { reps }) => ({ shape: x.shape.map((d, i) => d * reps[i]), dtype: x.dtype }),
  reordered: ({ reps }, order) => ({ reps: order.map((axis) => reps[axis]) }),
  lower: (ctx, { inputs: { x }, attrs: { reps }, outputs: [out] }) => {
    const layout = ctx.layoutFor([x], x.shape.length);
    // Axes along which x itself repeats stay at 1, unless they are the whole of it.
    const ref = ctx.loose(x, layout);
    const times = inLayout(reps, layout).map((r, i) => (ref.dims[i] === 1 ? 1 : r));
    if (times.every((r) => r === 1)) return ctx.set(out, ref, layout);
    const dims = ref.dims.map((d, i) => d * times[i]);
    ctx.set(out, ctx.emit('Tile', [ref, ctx.ints(times)], dims, {}, ref.dtype), layout);
  },
};

export const reshapeKernels: KernelTable = {
  // Left out when it is recorded, as it always gives what it gets.
  Identity: reshapeTo((from) => [...from]),
  Reshape: reshapeTo<{ shape: number[] }>((from, { shape }) =>
    tf.util.inferFromImplicitShape(shape, sizeOf(from)),
  ),
  ExpandDims: reshapeTo<{ dim: number }>((from, { dim }) =>
    from.toSpliced(dim < 0 ? from.length + 1 + dim : dim, 0, 1),
  ),
  Transpose: transpose,
  Cast: cast,
  Tile: tile,
};
