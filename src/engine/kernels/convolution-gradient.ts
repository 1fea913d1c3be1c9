import { fromLanes, insertZerosInBlocks, lanes } from '../lower/channel-blocks.ts';
import type { Lowering } from '../lower/lowering.ts';
import type { Convolution, Extent, Filter, Forms, ImageSource } from '../lower/pending.ts';
import { cropNegative, insertZeros, type Pads, padImage, reversed } from '../lower/regions.ts';
import type { Ref } from '../lower/tensor.ts';
import type { Value } from '../record/graph.ts';
import {
  backwardGeometry,
  type ConvolutionAttrs,
  type Division,
  type Geometry,
  type Groups,
  groupsOf,
  onnxDepthwise,
  onnxGrouped,
} from './convolution.ts';
import { canBlock } from './convolution-blocked.ts';
import { denseFilter, depthwiseFilter } from './convolution-filter.ts';
import { imageOf, leading, writeConvolution } from './convolution-pending.ts';
import type { KernelRule, KernelTable, Named } from './kernel.ts';

/** What a gradient to the input is computed from; `part` describes rows and columns of its result. */
interface Backward {
  readonly ctx: Lowering;
  readonly g: Geometry;
  /** 1 where every filter sees all channels. */
  readonly groups: number;
  /** The gradient of the result, [N, O, h, w]. */
  readonly dy: ImageSource;
  /** As in the forward direction: [kh, kw, C, O], or in groups [O, C / groups, kh, kw]. */
  readonly filter: Ref;
}

/** Of so many channels ConvTranspose is faster than a convolution, which computes whole blocks of them. */
const FEW_CHANNELS = 4;

interface Part {
  readonly from: Extent;
  readonly size: Extent;
}

/**
 * Gradient of a convolution to its input. Four ways, by measured speed:
 * stride 1, a convolution with the flipped filter (ConvTranspose takes twice as long but for few channels, such as those of an
 * image: of 1 a fifth, of 3 half to two thirds); strided pointwise, a convolution of
 * the small image, then zeros between its pixels; strided depthwise, zeros first (a grouped ConvTranspose takes five times
 * as long); otherwise ConvTranspose.
 */
function inputGradient(
  division: Division,
): KernelRule<Named<'dy' | 'filter'>, ConvolutionAttrs & Groups & { inputShape: number[] }> {
  return {
    shape: (_, { inputShape }) => ({ shape: inputShape, dtype: 'float32' }),
    lower: (ctx, { inputs, attrs, outputs: [out] }) => {
      const g = backwardGeometry(
        attrs.inputShape,
        inputs.filter.shape,
        attrs,
        inputs.dy,
        division === 'each',
      );
      const scale = ctx.pending(inputs.dy, 'scale');
      const base = scale ? scale.base : inputs.dy;
      const plain = {
        none: () => ctx.full(inputs.filter),
        each: () => onnxDepthwise(ctx, inputs.filter),
        groups: () => onnxGrouped(ctx, inputs.filter),
      }[division]();
      const factor = scale && (division === 'none' ? scale.scale : leading(ctx, scale.scale, 4));
      const filter = factor ? ctx.mul(plain, factor) : plain;
      setGradient(out, { ctx, g, groups: groupsOf(division, g, attrs), dy: imageOf(ctx, base), filter });
    },
  };
}

function setGradient(out: Value, backward: Backward): void {
  const { ctx, g, groups } = backward;
  const strided = g.strideHeight > 1 || g.strideWidth > 1;
  const pointwise =
    g.filterHeight === 1 && g.filterWidth === 1 && g.padInfo.top === 0 && g.padInfo.left === 0;
  if (strided && pointwise && groups === 1) {
    setSparse(out, backward);
    return;
  }
  const whole: Extent = [g.inHeight, g.inWidth];
  const few = g.inChannels <= FEW_CHANNELS && g.filterHeight * g.filterWidth > 1;
  if ((strided || few) && groups === 1) {
    const part = (from: Extent, size: Extent) => ({ nchw: convTranspose(backward, { from, size }) });
    ctx.setPending(out, { kind: 'gradient', blocked: false, part, write: () => part([0, 0], whole) });
    return;
  }
  const filter = backwardFilter(backward);
  const image = strided ? withZeros(backward) : backward.dy;
  const size: Extent = [g.outHeight * g.strideHeight, g.outWidth * g.strideWidth];
  const partly = (from: Extent, extent: Extent) =>
    backwardConvolution(backward, filter, image, size, { from, size: extent });
  const convolution = partly([0, 0], whole);
  ctx.setPending(out, {
    kind: 'gradient',
    blocked: canBlock(ctx, convolution),
    convolution,
    part: (from, extent) => writeConvolution(ctx, partly(from, extent)),
    write: () => writeConvolution(ctx, convolution),
  });
}

/** The gradient of the result with zeros between its pixels. */
function withZeros({ ctx, g, dy }: Backward): ImageSource {
  const { strideHeight: sh, strideWidth: sw } = g;
  return {
    channels: dy.channels,
    plain: () => insertZeros(ctx, dy.plain(), sh, sw),
    blocked: () => insertZerosInBlocks(ctx, dy.blocked!(), sh, sw, ctx.block!),
  };
}

function setSparse(out: Value, backward: Backward): void {
  const { ctx, g } = backward;
  const size: Extent = [g.outHeight, g.outWidth];
  const part = { from: [0, 0], size } as const;
  const small = backwardConvolution(backward, backwardFilter(backward), backward.dy, size, part);
  setSpread(ctx, out, {
    blocked: canBlock(ctx, small),
    small: () => writeConvolution(ctx, small),
    stride: [g.strideHeight, g.strideWidth],
    size: [g.inHeight, g.inWidth],
  });
}

interface Spread {
  readonly blocked: boolean;
  readonly small: () => Forms;
  readonly stride: Extent;
  readonly size: Extent;
}

function setSpread(ctx: Lowering, out: Value, { blocked, small, stride, size }: Spread): void {
  const part = (from: Extent, extent: Extent): Forms => {
    const frame = (wide: Ref) => {
      const [, , rows, cols] = wide.dims;
      const after = [from[0] + extent[0] - rows, from[1] + extent[1] - cols] as const;
      return [-from[0], -from[1], ...after] as const;
    };
    const { nchw, blocked: image } = small();
    if (nchw) {
      const wide = insertZeros(ctx, nchw, stride[0], stride[1]);
      return { nchw: padImage(ctx, wide, frame(wide)) };
    }
    const wide = insertZerosInBlocks(ctx, image!, stride[0], stride[1], ctx.block!);
    const pads = frame(wide);
    if (pads.every((p) => p === 0)) return { blocked: wide };
    return { blocked: fromLanes(ctx, padImage(ctx, lanes(ctx, wide, ctx.block!), pads)) };
  };
  ctx.setPending(out, {
    kind: 'gradient',
    blocked,
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
  const [p, q] = [a, b].map((v) => (ctx.usedOnce(v) ? ctx.pending(v, 'gradient') : null));
  if (!p?.sparse || !q?.sparse || p.blocked !== q.blocked) return false;
  const { stride, size, small } = p.sparse;
  const other = q.sparse;
  if (`${stride} ${size}` !== `${other.stride} ${other.size}`) return false;
  const sum = (): Forms => {
    const [x, y] = [small(), other.small()];
    return p.blocked ? { blocked: ctx.add(x.blocked!, y.blocked!) } : { nchw: ctx.add(x.nchw!, y.nchw!) };
  };
  setSpread(ctx, out, { blocked: p.blocked, small: sum, stride, size });
  return true;
}

/** The filter of the backward convolution, both spatial axes reversed. */
function backwardFilter({ ctx, g, groups, filter }: Backward): Filter {
  if (groups === 1) return denseFilter(ctx, reversed(ctx, filter, [0, 1]), true);
  const [o, c, h, w] = filter.dims;
  const turned = reversed(ctx, filter, [2, 3]);
  const inGroups = ctx.transpose(ctx.reshape(turned, [groups, o / groups, c, h, w]), [0, 2, 1, 3, 4]);
  return depthwiseFilter(ctx, ctx.reshape(inGroups, [g.inChannels, o / groups, h, w]));
}

/** A convolution with stride 1 of an image [N, O, h, w], padded so that the part comes out. */
function backwardConvolution(
  { ctx, g, groups }: Backward,
  filter: Filter,
  image: ImageSource,
  [rows, cols]: Extent,
  { from, size }: Part,
): Convolution {
  const reach = [g.effectiveFilterHeight - 1, g.effectiveFilterWidth - 1];
  const top = reach[0] - g.padInfo.top - from[0];
  const left = reach[1] - g.padInfo.left - from[1];
  const pads: Pads = [top, left, size[0] - rows - top + reach[0], size[1] - cols - left + reach[1]];
  // Conv takes no negative pads: they arise where the forward pads are wider than the filter reaches.
  const cropped = pads.some((p) => p < 0);
  return {
    image: cropped
      ? { channels: image.channels, plain: () => cropNegative(ctx, image.plain(), pads) }
      : image,
    filter,
    bias: null,
    dims: [g.batchSize, g.inChannels, ...size],
    attrs: {
      kernel_shape: [g.filterHeight, g.filterWidth],
      strides: [1, 1],
      dilations: [g.dilationHeight, g.dilationWidth],
      pads: pads.map((p) => Math.max(0, p)),
      group: groups,
    },
  };
}

function convTranspose({ ctx, g, dy, filter }: Backward, { from, size }: Part): Ref {
  const { top, left } = g.padInfo;
  // What the whole result has beyond the part; where it has less, output padding fills up.
  const below = (g.outHeight - 1) * g.strideHeight + g.effectiveFilterHeight - top - from[0] - size[0];
  const right = (g.outWidth - 1) * g.strideWidth + g.effectiveFilterWidth - left - from[1] - size[1];
  const image = dy.plain();
  return ctx.emit(
    'ConvTranspose',
    [image, denseFilter(ctx, filter).plain()],
    [image.dims[0], g.inChannels, ...size],
    {
      kernel_shape: [g.filterHeight, g.filterWidth],
      strides: [g.strideHeight, g.strideWidth],
      dilations: [g.dilationHeight, g.dilationWidth],
      pads: [top + from[0], left + from[1], Math.max(0, below), Math.max(0, right)],
      output_padding: [Math.max(0, -below), Math.max(0, -right)],
    },
  );
}

export const convolutionGradientKernels: KernelTable = {
  Conv2DBackpropInput: inputGradient('none'),
  DepthwiseConv2dNativeBackpropInput: inputGradient('each'),
  GroupedConv2DBackpropInput: inputGradient('groups'),
};
