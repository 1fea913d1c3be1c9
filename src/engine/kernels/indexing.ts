import type { Lowering } from '../lower/lowering.ts';
import { slice } from '../lower/regions.ts';
import type { Ref } from '../lower/tensor.ts';
import { sizeOf, type Value } from '../record/graph.ts';
import type { KernelRule, KernelTable, Named } from './kernel.ts';

interface GatherAttrs {
  readonly axis?: number;
  readonly batchDims?: number;
}

function gatherShape(x: Value, indices: Value, { axis = 0, batchDims = 0 }: GatherAttrs) {
  const at = axis < 0 ? axis + x.shape.length : axis;
  const batch = batchDims < 0 ? batchDims + indices.shape.length : batchDims;
  return { at, batch, shape: x.shape.toSpliced(at, 1, ...indices.shape.slice(batch)) };
}

const gather: KernelRule<Named<'x' | 'indices'>, GatherAttrs> = {
  shape: ({ x, indices }, attrs) => ({ shape: gatherShape(x, indices, attrs).shape, dtype: x.dtype }),
  lower: (ctx, { inputs: { x, indices }, attrs, outputs: [out] }) => {
    const { at, batch } = gatherShape(x, indices, attrs);
    const places = ctx.cast(ctx.full(indices), 'int32');
    if (batch === 0) {
      return ctx.set(out, ctx.emit('Gather', [ctx.full(x), places], out.shape, { axis: at }, out.dtype));
    }
    // GatherND takes the gathered axis right behind the batch: [batch, gathered, outer, inner].
    const [count, outer, inner] = [
      x.shape.slice(0, batch),
      x.shape.slice(batch, at),
      x.shape.slice(at + 1),
    ].map(sizeOf);
    const each = sizeOf(indices.shape) / count;
    const grouped = ctx.reshape(ctx.full(x), [count, outer, x.shape[at], inner]);
    const listed = ctx.cast(ctx.reshape(places, [count, each, 1]), 'int64');
    const operands = [ctx.transpose(grouped, [0, 2, 1, 3]), listed];
    const made = ctx.emit('GatherND', operands, [count, each, outer, inner], { batch_dims: 1 }, out.dtype);
    ctx.set(out, ctx.reshape(ctx.transpose(made, [0, 2, 1, 3]), out.shape));
  },
};

const gatherNd: KernelRule<Named<'params' | 'indices'>> = {
  shape: ({ params, indices }) => ({
    shape: [...indices.shape.slice(0, -1), ...params.shape.slice(indices.shape.at(-1))],
    dtype: params.dtype,
  }),
  lower: (ctx, { inputs: { params, indices }, outputs: [out] }) => {
    const operands = [ctx.full(params), ctx.cast(ctx.full(indices), 'int64')];
    ctx.set(out, ctx.emit('GatherND', operands, out.shape, {}, out.dtype));
  },
};

type SegmentAttrs = { readonly numSegments: number };

/** Sums the entries of the first axes that share a segment: the gradient of a gathering. */
const segmentSum: KernelRule<Named<'x' | 'segmentIds'>, SegmentAttrs> = {
  shape: ({ x, segmentIds }, { numSegments }) => ({
    shape: [numSegments, ...x.shape.slice(segmentIds.shape.length)],
    dtype: x.dtype,
  }),
  lower: (ctx, { inputs: { x, segmentIds }, attrs: { numSegments }, outputs: [out] }) => {
    const count = sizeOf(segmentIds.shape);
    const rest = out.shape.slice(1);
    const places = ctx.reshape(orExtra(ctx, ctx.full(segmentIds), numSegments), [count, 1]);
    const zeros = ctx.expand(
      ctx.uniform(
        0,
        out.shape.map(() => 1),
        dtypeOf(out),
      ),
      [numSegments + 1, ...rest],
    );
    const entries = ctx.reshape(ctx.full(x), [count, ...rest]);
    const operands = [zeros, ctx.cast(places, 'int64'), entries];
    const summed = ctx.emit('ScatterND', operands, zeros.dims, { reduction: 'add' }, out.dtype);
    ctx.set(
      out,
      slice(
        ctx,
        summed,
        out.shape.map(() => 0),
        out.shape,
      ),
    );
  },
};

const dtypeOf = ({ dtype }: Value) => (dtype === 'int32' ? 'int32' : 'float32');

/** Segments that do not exist take part in no sum: they go to one behind the last. */
function orExtra(ctx: Lowering, ids: Ref, extra: number): Ref {
  const last = ctx.scalar(extra, 'int32');
  const outside = ctx.binary(
    'Or',
    ctx.binary('Less', ids, ctx.scalar(0, 'int32'), 'bool'),
    ctx.binary('Greater', ids, last, 'bool'),
    'bool',
  );
  return ctx.emit('Where', [outside, last, ids], ids.dims, {}, 'int32');
}

export const indexingKernels: KernelTable = {
  GatherV2: gather,
  GatherNd: gatherNd,
  UnsortedSegmentSum: segmentSum,
};
