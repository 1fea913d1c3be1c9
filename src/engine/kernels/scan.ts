import type { Lowering } from '../lower/lowering.ts';
import { concat, reversed, slice } from '../lower/regions.ts';
import type { Ref } from '../lower/tensor.ts';
import { axisAmong, type KernelRule, type KernelTable, type Named } from './kernel.ts';

interface ScanAttrs {
  readonly axis: number;
  /** Leaves an element out of its own result. */
  readonly exclusive?: boolean;
  /** Runs from the end. */
  readonly reverse?: boolean;
}

/** Kernels whose element depends on all elements before it along an axis. */
function scan(
  run: (ctx: Lowering, x: Ref, axis: number, attrs: ScanAttrs) => Ref,
): KernelRule<Named<'x'>, ScanAttrs> {
  return {
    shape: ({ x }) => ({ shape: x.shape, dtype: x.dtype === 'bool' ? 'int32' : x.dtype }),
    reordered: ({ axis, ...attrs }, order) => ({ ...attrs, axis: axisAmong(axis, order) }),
    lower: (ctx, { inputs: { x }, attrs, outputs: [out] }) => {
      const axis = attrs.axis < 0 ? attrs.axis + x.shape.length : attrs.axis;
      ctx.set(out, run(ctx, ctx.cast(ctx.full(x), out.dtype), axis, attrs));
    },
  };
}

function sum(ctx: Lowering, x: Ref, axis: number, { exclusive = false, reverse = false }: ScanAttrs): Ref {
  const on = ctx.literal(BigInt64Array.of(BigInt(axis)), [], 'int64');
  const flags = { exclusive: Number(exclusive), reverse: Number(reverse) };
  return ctx.emit('CumSum', [x, on], x.dims, flags, x.dtype);
}

/** ONNX has no running product before opset 26: shifted by 1, 2, 4 ... and multiplied, it takes log2(n) products. */
function product(
  ctx: Lowering,
  x: Ref,
  axis: number,
  { exclusive = false, reverse = false }: ScanAttrs,
): Ref {
  let result = reverse ? reversed(ctx, x, [axis]) : x;
  const length = x.dims[axis];
  if (exclusive) result = shifted(ctx, result, axis, 1);
  for (let by = 1; by < length; by *= 2) {
    result = ctx.mul(result, shifted(ctx, result, axis, by));
  }
  return reverse ? reversed(ctx, result, [axis]) : result;
}

/** Moved towards the end of the axis; ones take the place of what is missing. */
function shifted(ctx: Lowering, x: Ref, axis: number, by: number): Ref {
  const dtype = x.dtype === 'int32' ? 'int32' : 'float32';
  const ones = ctx.expand(
    ctx.uniform(
      1,
      x.dims.map(() => 1),
      dtype,
    ),
    x.dims.with(axis, by),
  );
  if (by >= x.dims[axis]) return ones;
  const rest = slice(
    ctx,
    x,
    x.dims.map(() => 0),
    x.dims.with(axis, x.dims[axis] - by),
  );
  return concat(ctx, [ones, rest], axis);
}

const reverse: KernelRule<Named<'x'>, { dims: number | number[] }> = {
  shape: ({ x }) => ({ shape: x.shape, dtype: x.dtype }),
  reordered: ({ dims }, order) => ({ dims: [dims].flat().map((axis) => axisAmong(axis, order)) }),
  lower: (ctx, { inputs: { x }, attrs: { dims }, outputs: [out] }) => {
    const rank = x.shape.length;
    const axes = [dims].flat().map((axis) => (axis < 0 ? axis + rank : axis));
    ctx.set(out, reversed(ctx, ctx.full(x), axes));
  },
};

export const scanKernels: KernelTable = { Cumsum: scan(sum), Cumprod: scan(product), Reverse: reverse };
