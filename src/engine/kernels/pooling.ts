import * as tf from '@tensorflow/tfjs-core';
import { UnsupportedKernelError } from '../engine.ts';
import { emitBlocked, fromLanes, lanes, repeatBlocks } from '../lower/channel-blocks.ts';
import { inLayout } from '../lower/layout.ts';
import type { Lowering } from '../lower/lowering.ts';
import { repeatPixels } from '../lower/regions.ts';
import type { Ref } from '../lower/tensor.ts';
import type { Value } from '../record/graph.ts';
import { padsOf } from './convolution.ts';
import type { KernelRule, KernelTable, Named } from './kernel.ts';

export type PoolGeometry = ReturnType<typeof tf.backend_util.computePool2DInfo>;
export type PoolAttrs = Pick<tf.MaxPoolAttrs, 'filterSize' | 'strides' | 'pad' | 'dimRoundingMode'>;

/** Sizes, strides and pads of a pooling, from the shape of its input. */
export function poolGeometry(
  input: Value,
  { filterSize, strides, pad, dimRoundingMode }: PoolAttrs,
): PoolGeometry {
  const shape = [...input.shape] as [number, number, number, number];
  return tf.backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode);
}

function pool(op: 'MaxPool' | 'AveragePool'): KernelRule<Named<'x'>, PoolAttrs> {
  return {
    shape: ({ x }, attrs) => ({ shape: poolGeometry(x, attrs).outShape, dtype: x.dtype }),
    lower: (ctx, { kernel, inputs: { x }, attrs, outputs: [out] }) => {
      const g = poolGeometry(x, attrs);
      const pads = padsOf(g);
      if (pads.some((p, i) => p >= (i % 2 === 0 ? g.filterHeight : g.filterWidth))) {
        throw new UnsupportedKernelError(kernel, `pads [${pads}] reach over the whole window`);
      }
      const window = {
        kernel_shape: [g.filterHeight, g.filterWidth],
        strides: [g.strideHeight, g.strideWidth],
        pads,
        ...(op === 'AveragePool' ? { count_include_pad: 0 } : {}),
      };
      if (ctx.isBlocked(x)) {
        const image = ctx.blocks(x);
        const dims = [image.dims[0], image.dims[1], g.outHeight, g.outWidth];
        ctx.setForms(out, { blocked: emitBlocked(ctx, op, [image], dims, window) });
        return;
      }
      ctx.set(out, ctx.emit(op, [ctx.full(x, 'nchw')], inLayout(out.shape, 'nchw'), window), 'nchw');
    },
  };
}

/**
 * Gradient of average pooling. Divides by the number of elements that the window has inside the image, as the forward
 * direction does; tfjs 4.22 divides by the whole window, which is wrong under padding.
 */
const averagePoolGradient: KernelRule<Named<'dy' | 'input'>, PoolAttrs> = {
  shape: ({ input }) => ({ shape: input.shape, dtype: 'float32' }),
  lower: (ctx, { inputs: { dy, input }, attrs, outputs: [out] }) => {
    const g = poolGeometry(input, attrs);
    // A box filter is its own transpose, and the operator for it divides by the whole window.
    const box = g.strideHeight === 1 && g.strideWidth === 1;
    const share = shares(g, box ? g.filterHeight * g.filterWidth : 1);
    const weights = share.every((s) => s === share[0]) ? share.subarray(0, 1) : share;
    if (ctx.isBlocked(dy) && (box || tilesImage(g))) {
      const image = weightedBlocks(ctx, g, ctx.blocks(dy), weights);
      const dims = [g.batchSize, image.dims[1], g.inHeight, g.inWidth];
      const spreadOut = box
        ? emitBlocked(ctx, 'AveragePool', [image], dims, boxWindow(g))
        : repeatBlocks(ctx, image, g.strideHeight, g.strideWidth, ctx.block!);
      ctx.setForms(out, { blocked: spreadOut });
      return;
    }
    const factor =
      weights.length === 1
        ? ctx.scalar(weights[0])
        : ctx.literal(weights, [1, 1, g.outHeight, g.outWidth], 'float32');
    ctx.set(out, spread(ctx, g, ctx.mul(ctx.full(dy, 'nchw'), factor)), 'nchw');
  },
};

/** `scale` over the number of elements of each window inside the image, [outHeight, outWidth]. */
function shares(g: PoolGeometry, scale: number): Float32Array {
  const inside = (length: number, start: number, window: number) =>
    Math.min(length, start + window) - Math.max(0, start);
  return Float32Array.from({ length: g.outHeight * g.outWidth }, (_, i) => {
    const row = Math.floor(i / g.outWidth) * g.strideHeight - g.padInfo.top;
    const col = (i % g.outWidth) * g.strideWidth - g.padInfo.left;
    return scale / (inside(g.inHeight, row, g.filterHeight) * inside(g.inWidth, col, g.filterWidth));
  });
}

function weightedBlocks(ctx: Lowering, g: PoolGeometry, image: Ref, weights: Float32Array): Ref {
  if (weights.length === 1) return ctx.mul(image, ctx.scalar(weights[0]));
  const factor = ctx.literal(weights, [1, 1, g.outHeight, g.outWidth, 1], 'float32');
  return fromLanes(ctx, ctx.mul(lanes(ctx, image, ctx.block!), factor));
}

function tilesImage(g: PoolGeometry): boolean {
  const { filterHeight: kh, filterWidth: kw, strideHeight: sh, strideWidth: sw } = g;
  return kh === sh && kw === sw && g.inHeight === g.outHeight * sh && g.inWidth === g.outWidth * sw;
}

/** Rows and columns that the windows reach beyond the image, or fall short of it. */
function overhang(g: PoolGeometry): { top: number; left: number; below: number; right: number } {
  const [top, left] = padsOf(g);
  const below = (g.outHeight - 1) * g.strideHeight + g.filterHeight - top - g.inHeight;
  const right = (g.outWidth - 1) * g.strideWidth + g.filterWidth - left - g.inWidth;
  return { top, left, below, right };
}

/** The window of stride 1 that goes from the gradient back to the image. */
function boxWindow(g: PoolGeometry) {
  const { filterHeight: kh, filterWidth: kw } = g;
  const { top, left, below, right } = overhang(g);
  const pads = [kh - 1 - top, kw - 1 - left, kh - 1 - below, kw - 1 - right];
  return { kernel_shape: [kh, kw], strides: [1, 1], pads, count_include_pad: 1 };
}

/** Adds each pixel [N, C, h, w] to all elements of its window; with stride 1, its share of the window. */
function spread(ctx: Lowering, g: PoolGeometry, pixels: Ref): Ref {
  const { filterHeight: kh, filterWidth: kw, strideHeight: sh, strideWidth: sw } = g;
  const channels = g.inChannels;
  const dims = [g.batchSize, channels, g.inHeight, g.inWidth];
  if (sh === 1 && sw === 1) return ctx.emit('AveragePool', [pixels], dims, boxWindow(g));
  if (tilesImage(g)) return repeatPixels(ctx, pixels, sh, sw);
  const ones = ctx.expand(ctx.uniform(1, [1, 1, 1, 1], 'float32'), [channels, 1, kh, kw]);
  const { top, left, below, right } = overhang(g);
  return ctx.emit('ConvTranspose', [pixels, ones], dims, {
    kernel_shape: [kh, kw],
    strides: [sh, sw],
    group: channels,
    pads: [top, left, Math.max(0, below), Math.max(0, right)],
    output_padding: [Math.max(0, -below), Math.max(0, -right)],
  });
}

export const poolingKernels: KernelTable = {
  MaxPool: pool('MaxPool'),
  AvgPool: pool('AveragePool'),
  AvgPoolGrad: averagePoolGradient,
};
