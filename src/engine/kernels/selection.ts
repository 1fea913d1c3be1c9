import type { DType } from '../engine.ts';
import { broadcast } from '../lower/broadcast.ts';
import { setElementwise } from './elementwise.ts';
import { elementwise, type KernelRule, type KernelTable, type Named, upcast } from './kernel.ts';

const select: KernelRule<Named<'condition' | 't' | 'e'>> = {
  shape: ({ condition, t, e }) => ({
    shape: broadcast(condition.shape, t.shape, e.shape),
    dtype: upcast(t.dtype, e.dtype),
  }),
  reordered: elementwise,
  // Where is slow, but a product with a mask would let an infinity of the branch not taken through as NaN.
  lower: (ctx, { inputs: { condition, t, e }, outputs: [out] }) =>
    setElementwise(ctx, [condition, t, e], out, (refs) => {
      const [c, x, y] = refs;
      const dims = broadcast(...refs.map((r) => r.dims));
      return ctx.emit(
        'Where',
        [ctx.cast(c, 'bool'), ctx.cast(x, out.dtype), ctx.cast(y, out.dtype)],
        dims,
        {},
        out.dtype,
      );
    }),
};

type OneHotAttrs = { depth: number; onValue: number; offValue: number; dtype?: DType };

const oneHot: KernelRule<Named<'indices'>, OneHotAttrs> = {
  shape: ({ indices }, { depth, dtype }) => ({ shape: [...indices.shape, depth], dtype: dtype ?? 'float32' }),
  lower: (ctx, { inputs: { indices }, attrs: { depth, onValue, offValue }, outputs: [out] }) => {
    // ONNX counts negative indices from the end, tfjs gives them no mark: moved to depth, they are out of range.
    const index = ctx.full(indices);
    const shifted = ctx.emit(
      'Where',
      [ctx.binary('Less', index, ctx.scalar(0, 'int32'), 'bool'), ctx.scalar(depth, 'int32'), index],
      index.dims,
      {},
      'int32',
    );
    const values = ctx.literal(Float32Array.of(offValue, onValue), [2], 'float32');
    const depths = ctx.literal(BigInt64Array.of(BigInt(depth)), [], 'int64');
    const hot = ctx.emit('OneHot', [ctx.cast(shifted, 'int64'), depths, values], out.shape, { axis: -1 });
    ctx.set(out, ctx.cast(hot, out.dtype));
  },
};

export const selectionKernels: KernelTable = { Select: select, OneHot: oneHot };
