import type { Lowering } from '../lower/lowering.ts';
import { concat, pad, slice, split, stridedSlice } from '../lower/regions.ts';
import type { Ref } from '../lower/tensor.ts';
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
  lower: (ctx, { inputs, attrs, outputs: [out] }) => {
    const g = poolGeometry(inputs.input, attrs);
    const [dy, x, y] = [inputs.dy, inputs.input, inputs.output].map((v) => ctx.full(v, 'nchw'));
    const disjoint =
      g.filterHeight === g.strideHeight && g.filterWidth === g.strideWidth && padsOf(g).every((p) => p === 0);
    ctx.set(out, disjoint ? disjointWindows(ctx, g, dy, x, y) : overlappingWindows(ctx, g, dy, x, y), 'nchw');
  },
};

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
  const [n, c, H, W] = x.dims;
  const images = n * c;
  const covered = slice(ctx, x, [0, 0, 0, 0], [n, c, h * kh, w * kw]);
  const place = [images * h, 1, w, 1];
  const rows = split(ctx, ctx.reshape(covered, [images * h, kh, w, kw]), 1);
  const places = rows.flatMap((row) => split(ctx, row, 3));
  const gradients = takeFirst(ctx, places, ctx.reshape(y, place), ctx.reshape(dy, place));
  const joined = rows.map((_, i) => concat(ctx, gradients.slice(i * kw, (i + 1) * kw), 3));
  const whole = ctx.reshape(concat(ctx, joined, 1), [n, c, h * kh, w * kw]);
  return pad(ctx, whole, [0, 0, 0, 0], [0, 0, H - h * kh, W - w * kw]);
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
  const [n, c, H, W] = x.dims;
  const rows = (h - 1) * sh + kh;
  const cols = (w - 1) * sw + kw;
  // Rows and columns that no window reaches are cut off here, and come back as zeros at the end.
  const reached = [n, c, Math.min(H, rows - top), Math.min(W, cols - left)];
  const below = [0, 0, rows - top - reached[2], cols - left - reached[3]];
  const framed = pad(ctx, slice(ctx, x, [0, 0, 0, 0], reached), [0, 0, top, left], below, LOWEST);

  const columns = Array.from({ length: kw }, (_, j) => stridedSlice(ctx, framed, 3, j, sw, w));
  const rowMax = columns.length === 1 ? columns[0] : ctx.emit('Max', columns, columns[0].dims);
  const lines = Array.from({ length: kh }, (_, i) => stridedSlice(ctx, rowMax, 2, i, sh, h));
  const byRow = overlapAdd(ctx, takeFirst(ctx, lines, y, dy), 2, sh, rows);
  // In a row without the maximum the gradient to hand along is zero.
  const byPlace = overlapAdd(ctx, takeFirst(ctx, columns, rowMax, byRow), 3, sw, cols);
  const inside = slice(ctx, byPlace, [0, 0, top, left], reached);
  return pad(ctx, inside, [0, 0, 0, 0], [0, 0, H - reached[2], W - reached[3]]);
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
      .map((part, q) =>
        pad(ctx, part, zerosBut(dims.length, axis, q), zerosBut(dims.length, axis, size - count - q)),
      );
    if (placed.length === 0)
      return ctx.expand(ctx.uniform(0, [1, 1, 1, 1], 'float32'), dims.with(axis, size));
    return placed.reduce((sum, part) => ctx.add(sum, part));
  });
  const own = phases[0].dims.toSpliced(axis + 1, 0, 1);
  const woven = concat(
    ctx,
    phases.map((phase) => ctx.reshape(phase, own)),
    axis + 1,
  );
  const whole = ctx.reshape(woven, dims.with(axis, size * step));
  const kept = slice(ctx, whole, [0, 0, 0, 0], whole.dims.with(axis, Math.min(length, size * step)));
  return pad(ctx, kept, [0, 0, 0, 0], zerosBut(dims.length, axis, length - kept.dims[axis]));
}

function zerosBut(rank: number, axis: number, value: number): number[] {
  return Array<number>(rank).fill(0).with(axis, value);
}

export const maxPoolGradientKernels: KernelTable = { MaxPoolGrad: maxPoolGradient };
