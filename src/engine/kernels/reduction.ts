import { axisIn, inLayout, type Layout } from '../lower/layout.ts';
import type { Lowering } from '../lower/lowering.ts';
import type { Value } from '../record/graph.ts';
import { axisAmong, type KernelRule, type KernelTable, type Named, type Signature } from './kernel.ts';

/** Max calls its axes `reductionIndices`. */
interface ReductionAttrs {
  readonly axis?: number | number[] | null;
  readonly reductionIndices?: number | number[] | null;
  readonly keepDims?: boolean;
}

function axesOf({ axis, reductionIndices }: ReductionAttrs, rank: number): number[] {
  const given = reductionIndices ?? axis;
  if (given == null) return [...Array(rank).keys()];
  return [given].flat().map((a) => (a < 0 ? a + rank : a));
}

function reorderedAxes(attrs: ReductionAttrs, order: readonly number[]): ReductionAttrs {
  const axis = axesOf(attrs, order.length).map((a) => axisAmong(a, order));
  return { axis, reductionIndices: axis, keepDims: true };
}

function reduction(
  op: 'ReduceSum' | 'ReduceMean' | 'ReduceMax' | 'ReduceMin' | 'ReduceProd',
): KernelRule<Named<'x'>, ReductionAttrs> {
  return {
    shape: ({ x }, attrs) => {
      const axes = axesOf(attrs, x.shape.length);
      const kept = x.shape.map((d, i) => (axes.includes(i) ? 1 : d));
      const shape = attrs.keepDims ? kept : kept.filter((_, i) => !axes.includes(i));
      const dtype = x.dtype === 'bool' ? 'int32' : x.dtype;
      return { shape, dtype: op === 'ReduceMean' ? 'float32' : dtype };
    },
    reordered: reorderedAxes,
    lower: (ctx, { inputs: { x }, attrs, outputs: [out] }) => {
      const rank = x.shape.length;
      const axes = axesOf(attrs, rank);
      const keepDims = attrs.keepDims ?? false;
      const layout = layoutToReduce(ctx, x, axes, keepDims);
      const list = axes.map((a) => axisIn(a, layout, rank)).sort((a, b) => a - b);
      // ONNX reduces numbers only.
      const dtype = out.dtype === 'bool' ? 'int32' : out.dtype;
      const ref = ctx.cast(isWholeImage(ctx, x, axes) ? ctx.blocks(x) : ctx.full(x, layout), dtype);
      const resultLayout = keepDims ? layout : 'nhwc';
      if (list.length === 0) return ctx.set(out, ctx.cast(ref, out.dtype), resultLayout);
      const dims = inLayout(out.shape, resultLayout);
      // Sum took its axes as an input from opset 13 on, the others only later.
      const keepdims = Number(keepDims);
      const made =
        op === 'ReduceSum'
          ? ctx.emit(op, [ref, ctx.ints(list)], dims, { keepdims }, dtype)
          : ctx.emit(op, [ref], dims, { keepdims, axes: list }, dtype);
      ctx.set(out, ctx.cast(made, out.dtype), resultLayout);
    },
  };
}

/** Whether whole images are reduced that lie in whole blocks of channels: in which order does not matter then. */
const isWholeImage = (ctx: Lowering, x: Value, axes: readonly number[]): boolean =>
  x.dtype === 'float32' &&
  [1, 2, 3].every((axis) => axes.includes(axis)) &&
  ctx.isBlocked(x) &&
  x.shape[3] % ctx.block! === 0;

// When the reduced axes are dropped, those that stay must come out in the order of tfjs.
function layoutToReduce(ctx: Lowering, x: Value, axes: readonly number[], keepDims: boolean): Layout {
  const rank = x.shape.length;
  const layout = ctx.layoutFor([x], rank);
  if (keepDims) return layout;
  const kept = [...x.shape.keys()].filter((a) => !axes.includes(a)).map((a) => axisIn(a, layout, rank));
  return kept.every((a, i) => i === 0 || kept[i - 1] < a) ? layout : 'nhwc';
}

/** Whether all truth values along the axes are true, or any of them is: their smallest or largest as numbers. */
function logical(op: 'ReduceMin' | 'ReduceMax'): KernelRule<Named<'x'>, ReductionAttrs> {
  const numbers = reduction(op);
  return {
    shape: (inputs, attrs) => ({ shape: (numbers.shape(inputs, attrs) as Signature).shape, dtype: 'bool' }),
    reordered: reorderedAxes,
    lower: numbers.lower,
  };
}

function position(op: 'ArgMax' | 'ArgMin'): KernelRule<Named<'x'>, { axis: number }> {
  const at = (axis: number, rank: number) => (axis < 0 ? axis + rank : axis);
  return {
    shape: ({ x }, { axis }) => ({ shape: x.shape.toSpliced(at(axis, x.shape.length), 1), dtype: 'int32' }),
    lower: (ctx, { inputs: { x }, attrs: { axis }, outputs: [out] }) => {
      const index = { axis: at(axis, x.shape.length), keepdims: 0 };
      ctx.set(out, ctx.cast(ctx.emit(op, [ctx.full(x)], out.shape, index, 'int64'), 'int32'));
    },
  };
}

const softmax: KernelRule<Named<'logits'>, { dim?: number }> = {
  shape: ({ logits }) => ({ shape: logits.shape, dtype: 'float32' }),
  reordered: ({ dim = -1 }, order) => ({ dim: axisAmong(dim, order) }),
  lower: (ctx, { inputs: { logits }, attrs: { dim = -1 }, outputs: [out] }) => {
    const rank = logits.shape.length;
    const layout = ctx.layoutFor([logits], rank);
    const on = axisIn(dim, layout, rank);
    ctx.set(out, ctx.unary('Softmax', ctx.full(logits, layout), { axis: on }), layout);
  },
};

export const reductionKernels: KernelTable = {
  Sum: reduction('ReduceSum'),
  Mean: reduction('ReduceMean'),
  Max: reduction('ReduceMax'),
  Min: reduction('ReduceMin'),
  Prod: reduction('ReduceProd'),
  All: logical('ReduceMin'),
  Any: logical('ReduceMax'),
  ArgMax: position('ArgMax'),
  ArgMin: position('ArgMin'),
  Softmax: softmax,
};
