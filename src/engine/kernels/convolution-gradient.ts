import type { OnnxBuilder } from '../lower/builder.ts';
import type { Lowering } from '../lower/lowering.ts';
import type { Extent, Forms } from '../lower/pending.ts';
import { cropNegative, insertZeros, type Pads, padImage } from '../lower/regions.ts';
import type { Ref } from '../lower/tensor.ts';
import type { Value } from '../record/graph.ts';
import { backwardGeometry, type ConvolutionAttrs, type Geometry, onnxFilter } from './convolution.ts';
import { leading, writeConvolution } from './convolution-pending.ts';
import type { KernelRule, KernelTable, Named } from './kernel.ts';

/** What a gradient to the input is computed from; `part` describes rows and columns of its result. */
interface Backward {
  readonly ctx: Lowering;
  readonly g: Geometry;
  readonly depthwise: boolean;
  /** The gradient of the result, [N, O, h, w]. */
  readonly dy: () => Ref;
  /** [O, C / group, kh, kw], as in the forward direction. */
  readonly filter: Ref;
}

interface Part {
  readonly from: Extent;
  readonly size: Extent;
}

/**
 * Gradient of a convolution to its input. Four ways, by measured speed:
 * stride 1, a convolution with the flipped filter (ConvTranspose takes twice as long); strided pointwise, a convolution of
 * the small image, then zeros between its pixels; strided depthwise, zeros first (a grouped ConvTranspose takes five times
 * as long); otherwise ConvTranspose.
 */
function inputGradient(
  depthwise: boolean,
): KernelRule<Named<'dy' | 'filter'>, ConvolutionAttrs & { inputShape: number[] }> {
  return {
    shape: (_, { inputShape }) => ({ shape: inputShape, dtype: 'float32' }),
    lower: (ctx, { inputs, attrs, outputs: [out] }) => {
      const g = backwardGeometry(attrs.inputShape, inputs.filter.shape, attrs, inputs.dy, depthwise);
      const scale = ctx.pending(inputs.dy, 'scale');
      const base = scale ? scale.base : inputs.dy;
      const plain = onnxFilter(ctx, inputs.filter, depthwise);
      const filter = scale ? ctx.mul(plain, leading(ctx, scale.scale, 4)) : plain;
      setGradient(out, { ctx, g, depthwise, dy: () => ctx.full(base, 'nchw'), filter });
    },
  };
}

function setGradient(out: Value, backward: Backward): void {
  const { ctx, g, depthwise } = backward;
  const strided = g.strideHeight > 1 || g.strideWidth > 1;
  const pointwise =
    g.filterHeight === 1 && g.filterWidth === 1 && g.padInfo.top === 0 && g.padInfo.left === 0;
  if (strided && pointwise && !depthwise) {
    setSparse(out, backward);
    return;
  }

  let compute: (part: Part) => Ref;
  if (!strided) {
    const filter = backwardFilter(backward);
    compute = (part) => convolve(backward, filter, backward.dy(), part);
  } else if (depthwise) {
    const filter = backwardFilter(backward);
    compute = (part) =>
      convolve(backward, filter, insertZeros(ctx, backward.dy(), g.strideHeight, g.strideWidth), part);
  } else {
    compute = (part) => convTranspose(backward, part);
  }
  const part = (from: Extent, size: Extent): Forms => ({ nchw: compute({ from, size }) });
  ctx.setPending(out, { kind: 'gradient', part, write: () => part([0, 0], [g.inHeight, g.inWidth]) });
}

function setSparse(out: Value, backward: Backward): void {
  const { ctx, g } = backward;
  const filter = backwardFilter(backward);
  const size: Extent = [g.outHeight, g.outWidth];
  setSpread(ctx, out, {
    small: () => convolve(backward, filter, backward.dy(), { from: [0, 0], size }),
    stride: [g.strideHeight, g.strideWidth],
    size: [g.inHeight, g.inWidth],
  });
}

interface Spread {
  readonly small: () => Ref;
  readonly stride: Extent;
  readonly size: Extent;
}

function setSpread(ctx: Lowering, out: Value, { small, stride, size }: Spread): void {
  const spread = (image: Ref, from: Extent, extent: Extent) => {
    const wide = insertZeros(ctx, image, stride[0], stride[1]);
    const [, , rows, cols] = wide.dims;
    return padImage(ctx, wide, [-from[0], -from[1], from[0] + extent[0] - rows, from[1] + extent[1] - cols]);
  };
  const part = (from: Extent, extent: Extent): Forms => ({ nchw: spread(small(), from, extent) });
  ctx.setPending(out, {
    kind: 'gradient',
    part,
    sparse: { small, stride, size },
    write: () => part([0, 0], size),
  });
}

/**
 * The sum of two gradients of strided pointwise convolutions, which meet where a residual block begins: added before the
 * zeros come between, on a quarter of the pixels. False where the operands are something else.
 */
export function addSparseGradients(ctx: Lowering, a: Value, b: Value, out: Value): boolean {
  const [p, q] = [a, b].map((v) => (ctx.usedOnce(v) ? ctx.pending(v, 'gradient')?.sparse : undefined));
  if (!p || !q || `${p.stride} ${p.size}` !== `${q.stride} ${q.size}`) return false;
  setSpread(ctx, out, { ...p, small: () => ctx.add(p.small(), q.small()) });
  return true;
}

/** The filter of the backward convolution, [C, O / group, kh, kw], both spatial axes reversed. */
function backwardFilter({ ctx, g, depthwise, filter }: Backward): Ref {
  const turned = depthwise
    ? ctx.reshape(filter, [g.inChannels, g.outChannels / g.inChannels, g.filterHeight, g.filterWidth])
    : ctx.transpose(filter, [1, 0, 2, 3]);
  return flip(ctx, turned);
}

function flip(onnx: OnnxBuilder, filter: Ref): Ref {
  if (filter.dims[2] === 1 && filter.dims[3] === 1) return filter;
  const beforeFirst = -(2 ** 31);
  const [start, end, axes, steps] = [
    [-1, -1],
    [beforeFirst, beforeFirst],
    [2, 3],
    [-1, -1],
  ].map((l) => onnx.ints(l));
  return onnx.emit('Slice', [filter, start, end, axes, steps], filter.dims);
}

/** A convolution with stride 1 of `image` [N, O, h, w], padded so that the part comes out. */
function convolve({ ctx, g, depthwise }: Backward, filter: Ref, image: Ref, { from, size }: Part): Ref {
  const reach = [g.effectiveFilterHeight - 1, g.effectiveFilterWidth - 1];
  const top = reach[0] - g.padInfo.top - from[0];
  const left = reach[1] - g.padInfo.left - from[1];
  const pads: Pads = [
    top,
    left,
    size[0] - image.dims[2] - top + reach[0],
    size[1] - image.dims[3] - left + reach[1],
  ];
  return writeConvolution(ctx, {
    // Conv takes no negative pads: they arise where the forward pads are wider than the filter reaches.
    input: () => cropNegative(ctx, image, pads),
    filter,
    bias: null,
    dims: [image.dims[0], g.inChannels, ...size],
    attrs: {
      kernel_shape: [g.filterHeight, g.filterWidth],
      strides: [1, 1],
      dilations: [g.dilationHeight, g.dilationWidth],
      pads: pads.map((p) => Math.max(0, p)),
      group: depthwise ? g.inChannels : 1,
    },
  });
}

function convTranspose({ ctx, g, dy, filter }: Backward, { from, size }: Part): Ref {
  const { top, left } = g.padInfo;
  // What the whole result has beyond the part; where it has less, output padding fills up.
  const below = (g.outHeight - 1) * g.strideHeight + g.effectiveFilterHeight - top - from[0] - size[0];
  const right = (g.outWidth - 1) * g.strideWidth + g.effectiveFilterWidth - left - from[1] - size[1];
  const image = dy();
  return ctx.emit('ConvTranspose', [image, filter], [image.dims[0], g.inChannels, ...size], {
    kernel_shape: [g.filterHeight, g.filterWidth],
    strides: [g.strideHeight, g.strideWidth],
    dilations: [g.dilationHeight, g.dilationWidth],
    pads: [top + from[0], left + from[1], Math.max(0, below), Math.max(0, right)],
    output_padding: [Math.max(0, -below), Math.max(0, -right)],
  });
}

export const convolutionGradientKernels: KernelTable = {
  Conv2DBackpropInput: inputGradient(false),
  DepthwiseConv2dNativeBackpropInput: inputGradient(true),
};
