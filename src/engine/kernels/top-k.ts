import type { KernelRule, KernelTable, Named } from './kernel.ts';

interface TopKAttrs {
  readonly k: number;
  readonly sorted?: boolean;
}

/** The largest values along the last axis, and where they are. Of equal ones the first comes first. */
const topK: KernelRule<Named<'x'>, TopKAttrs> = {
  shape: ({ x }, { k }) => {
    const shape = x.shape.with(-1, k);
    return [
      { shape, dtype: x.dtype },
      { shape, dtype: 'int32' },
    ];
  },
  lower: (ctx, { inputs: { x }, attrs: { k, sorted = true }, outputs: [values, indices] }) => {
    const count = ctx.literal(BigInt64Array.of(BigInt(k)), [1], 'int64');
    const dims = values.shape;
    const attrs = { axis: -1, largest: 1, sorted: Number(sorted) };
    const [top, places] = ctx.emitMany('TopK', [ctx.full(x), count], [dims, dims], attrs, x.dtype);
    ctx.set(values, top);
    ctx.set(indices, ctx.cast(Object.assign(places, { dtype: 'int64' as const }), 'int32'));
  },
};

export const topKKernels: KernelTable = { TopK: topK };
