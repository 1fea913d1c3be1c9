import { fromLanes, lanes } from '../lower/channel-blocks.ts';
import type { Lowering } from '../lower/lowering.ts';
import type { Forms } from '../lower/pending.ts';
import { concat, pad, slice, split, stridedSlice } from '../lower/regions.ts';
import type { Ref } from '../lower/tensor.ts';
import type { Value } from '../record/graph.ts';
import { padsOf } from './convolution.ts';
import type { KernelRule, KernelTable, Named } from './kernel.ts';
import { type PoolAttrs, type PoolGeometry, poolGeometry } from './pooling.ts';

// Padding never holds a maximum.
const LOWEST = Number.NEGATIVE_INFINITY;

/**
 * Gradient of maximum pooling. As in tfjs the first maximum of a window in row-major order takes all of it. Comparing the
 * image with the repeated maximum would give it to every maximum, and after a ReLU whole windows of zeros are common.
 */
const maxPoolGradient: KernelRule<Named<'dy' | 'input' | 'output'>, PoolAttrs> = {
  shape: ({ input }) => ({ shape: input.shape, dtype: 'float32' }),
  lower: (ctx, { inputs, attrs, outputs: [out] }) =>
    setPoolGradient(ctx, out, poolGeometry(inputs.input, attrs), inputs),
};

function setPoolGradient(
  ctx: Lowering,
  out: Value,
  g: PoolGeometry,
  { dy, input, output }: Named<'dy' | 'input' | 'output'>,
): void {
  const values = [dy, input, output];
  const blocked = values.some((v) => ctx.isBlocked(v));
  const disjoint =
    g.filterHeight === g.strideHeight && g.filterWidth === g.strideWidth && padsOf(g).every((p) => p === 0);
  const write = (): Forms => {
    // [N, C, H, W] or [N, C / block, H, W, block]: in both, axes 2 and 3 are those of the windows.
    const [d, x, y] = values.map((v) =>
      blocked ? lanes(ctx, ctx.blocks(v), ctx.block!) : ctx.full(v, 'nchw'),
    );
    const made = (disjoint ? disjointWindows : overlappingWindows)(ctx, g, d, x, y);
    return blocked ? { blocked: fromLanes(ctx, made) } : { nchw: made };
  };
  const setOf = (other: Value, gradient: Value) =>
    setPoolGradient(ctx, other, g, { dy: gradient, input, output });
  ctx.setPending(out, { kind: 'pool', blocked, gradient: dy, input, output, setOf, write });
}

/**
 * The gradient of each place of a window: the first one that equals the maximum takes it, the others have zero. Products
 * with a mask, as ONNX Runtime's Where takes ten times as long.
 */
function takeFirst(ctx: Lowering, places: readonly Ref[], max: Ref, gradient: Ref): Ref[] {
  let rest = gradient;
  return places.map((place, i) => {
    // One of the places is the maximum, so the last takes what is left.
    if (i === places.length - 1) return rest;
    const taken = ctx.mul(rest, ctx.cast(ctx.binary('Equal', place, max, 'bool'), 'float32'));
    rest = ctx.sub(rest, taken);
    return taken;
  });
}

/** Windows that tile the image: the image is split into their places, and joined again from the gradients. */
function disjointWindows(ctx: Lowering, g: PoolGeometry, dy: Ref, x: Ref, y: Ref): Ref {
  const { filterHeight: kh, filterWidth: kw, outHeight: h, outWidth: w } = g;
  const [n, c, H, W, lane = 1] = x.dims;
  const lines = n * c * h;
  const covered = slice(ctx, x, zeros(x), within(x, h * kh, w * kw));
  const place = [lines, 1, w, lane];
  const rows = split(ctx, ctx.reshape(covered, [lines, kh, w, kw * lane]), 1);
  const places = rows.flatMap((row) => split(ctx, row, 3, lane));
  const gradients = takeFirst(ctx, places, ctx.reshape(y, place), ctx.reshape(dy, place));
  const joined = rows.map((_, i) => concat(ctx, gradients.slice(i * kw, (i + 1) * kw), 3));
  const whole = ctx.reshape(concat(ctx, joined, 1), within(x, h * kh, w * kw));
  return pad(ctx, whole, zeros(x), at(x, H - h * kh, W - w * kw));
}

/**
 * Any windows, rows and columns one after the other: the first maximum in row-major order lies in the first row whose own
 * maximum is that of the window, and there in the first column.
 */
function overlappingWindows(ctx: Lowering, g: PoolGeometry, dy: Ref, x: Ref, y: Ref): Ref {
  const {
    filterHeight: kh,
    filterWidth: kw,
    strideHeight: sh,
    strideWidth: sw,
    outHeight: h,
    outWidth: w,
  } = g;
  const { top, left } = g.padInfo;
  const [, , H, W] = x.dims;
  const rows = (h - 1) * sh + kh;
  const cols = (w - 1) * sw + kw;
  // Rows and columns that no window reaches are cut off here, and come back as zeros at the end.
  const reached = within(x, Math.min(H, rows - top), Math.min(W, cols - left));
  const below = at(x, rows - top - reached[2], cols - left - reached[3]);
  const framed = pad(ctx, slice(ctx, x, zeros(x), reached), at(x, top, left), below, LOWEST);

  const columns = Array.from({ length: kw }, (_, j) => stridedSlice(ctx, framed, 3, j, sw, w));
  const rowMax = columns.length === 1 ? columns[0] : ctx.emit('Max', columns, columns[0].dims);
  const lines = Array.from({ length: kh }, (_, i) => stridedSlice(ctx, rowMax, 2, i, sh, h));
  const byRow = overlapAdd(ctx, takeFirst(ctx, lines, y, dy), 2, sh, rows);
  // In a row without the maximum the gradient to hand along is zero.
  const byPlace = overlapAdd(ctx, takeFirst(ctx, columns, rowMax, byRow), 3, sw, cols);
  const inside = slice(ctx, byPlace, at(x, top, left), reached);
  return pad(ctx, inside, zeros(x), at(x, H - reached[2], W - reached[3]));
}

/** The sum of the parts, the k-th placed at k, k + step, k + 2 step ... of an axis of the given length. */
function overlapAdd(ctx: Lowering, parts: readonly Ref[], axis: number, step: number, length: number): Ref {
  const { dims } = parts[0];
  const count = dims[axis];
  const size = count + Math.ceil(parts.length / step) - 1;
  // Parts k, k + step, k + 2 step ... fall on the same places, each one further on.
  const phases = Array.from({ length: step }, (_, phase) => {
    const placed = parts
      .filter((_, k) => k % step === phase)
      .map((part, q) => pad(ctx, part, along(part, axis, q), along(part, axis, size - count - q)));
    if (placed.length === 0) {
      const zero = ctx.uniform(
        0,
        dims.map(() => 1),
        'float32',
      );
      return ctx.expand(zero, dims.with(axis, size));
    }
    return placed.reduce((sum, part) => ctx.add(sum, part));
  });
  const own = phases[0].dims.toSpliced(axis + 1, 0, 1);
  const woven = concat(
    ctx,
    phases.map((phase) => ctx.reshape(phase, own)),
    axis + 1,
  );
  const whole = ctx.reshape(woven, dims.with(axis, size * step));
  const kept = slice(ctx, whole, zeros(whole), whole.dims.with(axis, Math.min(length, size * step)));
  return pad(ctx, kept, zeros(kept), along(kept, axis, length - kept.dims[axis]));
}

const zeros = (x: Ref): number[] => x.dims.map(() => 0);

/** A number for one axis, zero for the others. */
const along = (x: Ref, axis: number, value: number): number[] => zeros(x).with(axis, value);

/** Numbers for the rows and columns, zero for the others. */
const at = (x: Ref, rows: number, cols: number): number[] => zeros(x).with(2, rows).with(3, cols);

/** The shape of x with another number of rows and columns. */
const within = (x: Ref, rows: number, cols: number): number[] => x.dims.with(2, rows).with(3, cols);

export const maxPoolGradientKernels: KernelTable = { MaxPoolGrad: maxPoolGradient };
