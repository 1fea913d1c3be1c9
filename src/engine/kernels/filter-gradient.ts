import type { Lowering } from '../lower/lowering.ts';
import { slice, stridedSlice } from '../lower/regions.ts';
import type { Ref } from '../lower/tensor.ts';
import type { Value } from '../record/graph.ts';
import { backwardGeometry, type ConvolutionAttrs, type Geometry, padsOf } from './convolution.ts';
import type { KernelRule, KernelTable, Named } from './kernel.ts';

type Rule = KernelRule<Named<'x' | 'dy'>, ConvolutionAttrs & { filterShape: number[] }>;

/**
 * Gradient to the filter: the input convolved by the gradient of the result, batch and channels exchanged, stride and
 * dilation exchanged too.
 */
const filterGradient: Rule = {
  shape: (_, { filterShape }) => ({ shape: filterShape, dtype: 'float32' }),
  lower: (ctx, { inputs: { x, dy }, attrs, outputs: [out] }) => {
    const g = backwardGeometry(x.shape, attrs.filterShape, attrs, dy, false);
    if (readsSinglePlaces(g)) {
      ctx.set(out, ctx.reshape(productOfPlaces(ctx, g, x, dy), attrs.filterShape));
      return;
    }
    const [image, gradient] = [x, dy].map((v) => ctx.transpose(ctx.full(v, 'nchw'), [1, 0, 2, 3]));
    const made = correlate(ctx, g, image, gradient, [g.inChannels, g.outChannels], 1);
    ctx.set(out, ctx.transpose(made, [2, 3, 0, 1]));
  },
};

/** Whether every number of the result was read from one place of the image, none of them beyond its edge. */
function readsSinglePlaces(g: Geometry): boolean {
  const [top, left] = padsOf(g);
  return (
    g.filterHeight === 1 &&
    g.filterWidth === 1 &&
    top === 0 &&
    left === 0 &&
    (g.outHeight - 1) * g.strideHeight < g.inHeight &&
    (g.outWidth - 1) * g.strideWidth < g.inWidth
  );
}

/**
 * The gradient to a filter of one row and column, as one product of matrices over all places, [channels, channels of the result]. As a
 * convolution each channel would be a product of its own, with a vector: on ResNet50 that takes four times as long.
 */
function productOfPlaces(ctx: Lowering, g: Geometry, x: Value, dy: Value): Ref {
  const places = x.shape[0] * g.outHeight * g.outWidth;
  const along = (from: Ref, axis: number, step: number, count: number) =>
    from.dims[axis] === count ? from : stridedSlice(ctx, from, axis, 0, step, count);
  const rows = along(ctx.full(x, 'nchw'), 2, g.strideHeight, g.outHeight);
  const read = along(rows, 3, g.strideWidth, g.outWidth);
  const image = ctx.reshape(ctx.transpose(read, [1, 0, 2, 3]), [g.inChannels, places]);
  const gradient = ctx.reshape(ctx.transpose(ctx.full(dy, 'nchw'), [0, 2, 3, 1]), [places, g.outChannels]);
  return ctx.emit('MatMul', [image, gradient], [g.inChannels, g.outChannels]);
}

/** The same per channel: [1, C * N, H, W] in C groups by [C * M, N, h, w]. */
const depthwiseFilterGradient: Rule = {
  shape: filterGradient.shape,
  lower: (ctx, { inputs: { x, dy }, attrs, outputs: [out] }) => {
    const g = backwardGeometry(x.shape, attrs.filterShape, attrs, dy, true);
    const image = channelsBeforeBatch(ctx, x, g.inHeight, g.inWidth);
    const gradient = ctx.transpose(ctx.full(dy, 'nchw'), [1, 0, 2, 3]);
    const made = correlate(ctx, g, image, gradient, [1, g.outChannels], g.inChannels);
    const [rows, cols, channels, multiplier] = attrs.filterShape;
    const parted = ctx.reshape(made, [channels, multiplier, rows, cols]);
    ctx.set(out, ctx.transpose(parted, [2, 3, 0, 1]));
  },
};

function channelsBeforeBatch(ctx: Lowering, x: Value, rows: number, cols: number): Ref {
  return ctx.reshape(ctx.transpose(ctx.full(x, 'nchw'), [1, 0, 2, 3]), [
    1,
    x.shape[3] * x.shape[0],
    rows,
    cols,
  ]);
}

/** Slides the gradient [.., h, w] over the image, and keeps the kh x kw places that the filter has. */
function correlate(
  ctx: Lowering,
  g: Geometry,
  image: Ref,
  gradient: Ref,
  lead: [number, number],
  group: number,
): Ref {
  const pads = padsOf(g);
  const places = (
    size: number,
    stride: number,
    out: number,
    before: number,
    after: number,
    dilation: number,
  ) => Math.floor((size + before + after - (out - 1) * stride - 1) / dilation) + 1;
  const rows = places(g.inHeight, g.strideHeight, g.outHeight, pads[0], pads[2], g.dilationHeight);
  const cols = places(g.inWidth, g.strideWidth, g.outWidth, pads[1], pads[3], g.dilationWidth);
  const wide = ctx.emit('Conv', [image, gradient], [...lead, rows, cols], {
    kernel_shape: [g.outHeight, g.outWidth],
    strides: [g.dilationHeight, g.dilationWidth],
    dilations: [g.strideHeight, g.strideWidth],
    pads,
    group,
  });
  return slice(ctx, wide, [0, 0, 0, 0], [...lead, g.filterHeight, g.filterWidth]);
}

export const filterGradientKernels: KernelTable = {
  Conv2DBackpropFilter: filterGradient,
  DepthwiseConv2dNativeBackpropFilter: depthwiseFilterGradient,
};
