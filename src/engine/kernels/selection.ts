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

/** The largest entries along the last axis, in order, and their places; of equal ones the first. */
const topK: KernelRule<Named<'x'>, { k: number; sorted: boolean }> = {
  shape: ({ x }, { k }) => {
    const shape = x.shape.with(-1, k);
    return [
      { shape, dtype: x.dtype },
      { shape, dtype: 'int32' },
    ];
  },
  lower: (ctx, { inputs: { x }, attrs: { k, sorted }, outputs: [values, places] }) => {
    const operands = [ctx.full(x), ctx.ints([k])];
    const settings = { axis: -1, sorted: Number(sorted) };
    const dims = [values.shape, places.shape];
    const [largest, at] = ctx.emitMany('TopK', operands, dims, settings, [values.dtype, 'int64']);
    ctx.set(values, largest);
    ctx.set(places, ctx.cast(at, 'int32'));
  },
};

export const selectionKernels: KernelTable = { Select: select, OneHot: oneHot, TopK: topK };
