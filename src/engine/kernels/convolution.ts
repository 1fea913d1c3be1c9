import * as tf from '@tensorflow/tfjs-core';
import { inLayout } from '../lower/layout.ts';
import type { Lowering } from '../lower/lowering.ts';
import type { Activation } from '../lower/pending.ts';
import type { Pads } from '../lower/regions.ts';
import type { Ref } from '../lower/tensor.ts';
import { sizeOf, type Value } from '../record/graph.ts';
import { activate, type FusedActivation } from './activation.ts';
import { denseFilter, depthwiseFilter } from './convolution-filter.ts';
import { clipping, imageOf, RELU, setConvolution } from './convolution-pending.ts';
import type { KernelRule, KernelTable, Named } from './kernel.ts';

export type Geometry = ReturnType<typeof tf.backend_util.computeConv2DInfo>;
export type ConvolutionAttrs = Pick<tf.Conv2DAttrs, 'strides' | 'pad'> & {
  readonly dilations?: tf.Conv2DAttrs['dilations'] | null;
  readonly dimRoundingMode?: tf.Conv2DAttrs['dimRoundingMode'];
  readonly dataFormat?: string;
};

/** Sizes, strides and pads of a convolution, from the forward shapes. */
export function geometry(
  input: readonly number[],
  filter: readonly number[],
  { strides, pad, dilations, dimRoundingMode, dataFormat = 'NHWC' }: ConvolutionAttrs,
  depthwise: boolean,
): Geometry {
  if (dataFormat !== 'NHWC') throw new Error(`data format ${dataFormat} has no translation, only NHWC has`);
  const [shape, filterShape] = [input, filter].map((list) => [...list] as [number, number, number, number]);
  return tf.backend_util.computeConv2DInfo(
    shape,
    filterShape,
    strides,
    dilations ?? 1,
    pad,
    dimRoundingMode,
    depthwise,
  );
}

/** The same for a backward kernel: tfjs tells it all but how the forward one rounded its size, which dy knows. */
export function backwardGeometry(
  input: readonly number[],
  filter: readonly number[],
  attrs: ConvolutionAttrs,
  dy: Value,
  depthwise: boolean,
): Geometry {
  const [, outHeight, outWidth] = dy.shape;
  return { ...geometry(input, filter, attrs, depthwise), outHeight, outWidth };
}

/** Of kernels whose channels are in groups: how many. */
export interface Groups {
  readonly groups?: number;
}

type Window = Pick<
  Geometry,
  | 'padInfo'
  | 'inHeight'
  | 'inWidth'
  | 'outHeight'
  | 'outWidth'
  | 'strideHeight'
  | 'strideWidth'
  | 'effectiveFilterHeight'
  | 'effectiveFilterWidth'
>;

/**
 * Pads that give ONNX's formula the forward output size. At the end as many as the last window needs, which differs
 * from tfjs's where sizes are rounded up or a stride leaves rows over.
 */
export function padsOf(g: Window): Pads {
  const { top, left } = g.padInfo;
  const bottom = (g.outHeight - 1) * g.strideHeight + g.effectiveFilterHeight - g.inHeight - top;
  const right = (g.outWidth - 1) * g.strideWidth + g.effectiveFilterWidth - g.inWidth - left;
  return [top, left, Math.max(0, bottom), Math.max(0, right)];
}

/** A depthwise filter as ONNX has it, [channels * multiplier, 1, rows, cols]. */
export function onnxDepthwise(ctx: Lowering, filter: Value): Ref {
  const [rows, cols, channels, multiplier] = filter.shape;
  return ctx.reshape(ctx.transpose(ctx.full(filter), [2, 3, 0, 1]), [channels * multiplier, 1, rows, cols]);
}

/** How the channels of a convolution are divided: not at all, each by itself, or in groups. */
export type Division = 'none' | 'each' | 'groups';

/** The number of groups that a kernel of a division has. */
export function groupsOf(
  division: Division,
  g: Pick<Geometry, 'inChannels'>,
  { groups = 1 }: Groups,
): number {
  return division === 'each' ? g.inChannels : groups;
}

/** A filter [rows, cols, channels / groups, O] as ONNX has it, [O, channels / groups, rows, cols]. */
export function onnxGrouped(ctx: Lowering, filter: Value): Ref {
  return ctx.transpose(ctx.full(filter), [3, 2, 0, 1]);
}

type Inputs = Named<'x' | 'filter'> & Partial<Named<'bias' | 'preluActivationWeights'>>;

function convolution(division: Division): KernelRule<Inputs, ConvolutionAttrs & FusedActivation & Groups> {
  const depthwise = division === 'each';
  return {
    shape: ({ x, filter }, attrs) => ({
      shape: geometry(x.shape, filter.shape, attrs, depthwise).outShape,
      dtype: 'float32',
    }),
    lower: (ctx, { inputs: { x, filter, bias, preluActivationWeights }, attrs, outputs: [out] }) => {
      const g = geometry(x.shape, filter.shape, attrs, depthwise);
      const groups = groupsOf(division, g, attrs);
      if (!depthwise && filter.shape[2] * groups !== g.inChannels)
        throw new Error('grouped convolutions have no translation');
      const padded = ctx.pending(x, 'pad');
      const base = padded ? padded.base : x;
      const slope = preluActivationWeights && ctx.aligned(preluActivationWeights, 'nchw');
      setConvolution(ctx, out, {
        image: imageOf(ctx, base),
        filter:
          division === 'none'
            ? denseFilter(ctx, ctx.full(filter))
            : depthwiseFilter(ctx, depthwise ? onnxDepthwise(ctx, filter) : onnxGrouped(ctx, filter)),
        bias: bias ? ctx.expand(ctx.reshape(ctx.full(bias), [sizeOf(bias.shape)]), [out.shape[3]]) : null,
        dims: inLayout(out.shape, 'nchw'),
        attrs: {
          kernel_shape: [g.filterHeight, g.filterWidth],
          strides: [g.strideHeight, g.strideWidth],
          dilations: [g.dilationHeight, g.dilationWidth],
          pads: padsOf(g).map((p, i) => p + (padded ? padded.pads[i] : 0)),
          group: groups,
        },
        activation: fusedActivation(ctx, attrs, slope),
      });
    },
  };
}

function fusedActivation(ctx: Lowering, attrs: FusedActivation, slope?: Ref): Activation | undefined {
  if ((attrs.activation ?? 'linear') === 'linear') return undefined;
  if (attrs.activation === 'relu') return RELU;
  if (attrs.activation === 'relu6') return clipping(0, 6);
  return { apply: (_, y) => activate(ctx, y, attrs, slope) };
}

export const convolutionKernels: KernelTable = {
  Conv2D: convolution('none'),
  FusedConv2D: convolution('none'),
  DepthwiseConv2dNative: convolution('each'),
  FusedDepthwiseConv2D: convolution('each'),
  GroupedConv2D: convolution('groups'),
};
