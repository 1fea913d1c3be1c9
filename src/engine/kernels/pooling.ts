import * as tf from '@tensorflow/tfjs-core';
import { UnsupportedKernelError } from '../engine.ts';
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
      const made = ctx.emit(op, [ctx.full(x, 'nchw')], inLayout(out.shape, 'nchw'), {
        kernel_shape: [g.filterHeight, g.filterWidth],
        strides: [g.strideHeight, g.strideWidth],
        pads,
        ...(op === 'AveragePool' ? { count_include_pad: 0 } : {}),
      });
      ctx.set(out, made, 'nchw');
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
    const share = shares(g);
    const uniform = share.every((s) => s === share[0]);
    const factor = uniform
      ? ctx.scalar(share[0])
      : ctx.literal(share, [1, 1, g.outHeight, g.outWidth], 'float32');
    ctx.set(out, spread(ctx, g, ctx.mul(ctx.full(dy, 'nchw'), factor)), 'nchw');
  },
};

/** One over the number of elements of each window inside the image, [outHeight, outWidth]. */
function shares(g: PoolGeometry): Float32Array {
  const inside = (length: number, start: number, window: number) =>
    Math.min(length, start + window) - Math.max(0, start);
  return Float32Array.from({ length: g.outHeight * g.outWidth }, (_, i) => {
    const row = Math.floor(i / g.outWidth) * g.strideHeight - g.padInfo.top;
    const col = (i % g.outWidth) * g.strideWidth - g.padInfo.left;
    return 1 / (inside(g.inHeight, row, g.filterHeight) * inside(g.inWidth, col, g.filterWidth));
  });
}

/** Adds each pixel [N, C, h, w] to all elements of its window. */
function spread(ctx: Lowering, g: PoolGeometry, pixels: Ref): Ref {
  const { filterHeight: kh, filterWidth: kw, strideHeight: sh, strideWidth: sw, inHeight: H, inWidth: W } = g;
  const channels = g.inChannels;
  const dims = [g.batchSize, channels, H, W];
  if (kh === sh && kw === sw && H === g.outHeight * sh && W === g.outWidth * sw)
    return repeatPixels(ctx, pixels, sh, sw);
  const ones = ctx.expand(ctx.uniform(1, [1, 1, 1, 1], 'float32'), [channels, 1, kh, kw]);
  const [top, left] = padsOf(g);
  const below = (g.outHeight - 1) * sh + kh - top - H;
  const right = (g.outWidth - 1) * sw + kw - left - W;
  if (sh === 1 && sw === 1) {
    // A box filter is its own transpose, but for the pads.
    const pads = [kh - 1 - top, kw - 1 - left, kh - 1 - below, kw - 1 - right];
    const average = ctx.emit('AveragePool', [pixels], dims, {
      kernel_shape: [kh, kw],
      strides: [1, 1],
      pads,
      count_include_pad: 1,
    });
    return ctx.mul(average, ctx.scalar(kh * kw));
  }
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
