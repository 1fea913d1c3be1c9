import type { OnnxBuilder } from '../lower/builder.ts';
import { inLayout } from '../lower/layout.ts';
import type { Lowering } from '../lower/lowering.ts';
import type { Activation, Convolution, Forms, ImageSource } from '../lower/pending.ts';
import type { Ref } from '../lower/tensor.ts';
import { sameShape, type Value } from '../record/graph.ts';
import { canBlock, writeBlocked } from './convolution-blocked.ts';
import { depthwiseFilter } from './convolution-filter.ts';

/** A vector [C] so that it scales or shifts the leading axis of a tensor of that rank. */
export function leading(onnx: OnnxBuilder, vector: Ref, rank: number): Ref {
  return onnx.reshape(vector, [vector.dims[0], ...Array<number>(rank - 1).fill(1)]);
}

export function imageOf(ctx: Lowering, v: Value): ImageSource {
  return { channels: v.shape[3], plain: () => ctx.full(v, 'nchw'), blocked: () => ctx.blocks(v) };
}

export const RELU: Activation = {
  apply: (onnx, y) => onnx.unary('Relu', y),
  fused: { name: 'Relu', parameters: [] },
};

export function clipping(low: number, high: number): Activation {
  return { apply: (onnx, y) => onnx.clip(y, low, high), fused: { name: 'Clip', parameters: [low, high] } };
}

export function writeConvolution(ctx: Lowering, convolution: Convolution): Forms {
  if (canBlock(ctx, convolution)) return { blocked: writeBlocked(ctx, convolution) };
  const { image, filter, bias, dims, attrs, activation } = convolution;
  const operands = [image.plain(), filter.plain()];
  const y = ctx.emit('Conv', bias ? [...operands, bias] : operands, dims, attrs);
  return { nchw: activation ? activation.apply(ctx, y) : y };
}

export function setConvolution(ctx: Lowering, v: Value, convolution: Convolution): void {
  ctx.setPending(v, {
    kind: 'convolution',
    convolution,
    blocked: canBlock(ctx, convolution),
    write: () => writeConvolution(ctx, convolution),
  });
}

/** The convolution that made x, if nobody else reads it and nothing has ended it. */
export function openConvolution(ctx: Lowering, x: Value): Convolution | null {
  const convolution = ctx.usedOnce(x) ? ctx.pending(x, 'convolution')?.convolution : undefined;
  return convolution && !convolution.sum && !convolution.activation ? convolution : null;
}

/** Scales the result per channel [O] and shifts it, by scaling filter and bias: work of the prepare model. */
export function affineConvolution(
  onnx: OnnxBuilder,
  convolution: Convolution,
  scale: Ref | null,
  shift: Ref | null,
): Convolution {
  const filter = scale ? convolution.filter.scaled(scale) : convolution.filter;
  const scaled = convolution.bias && scale ? onnx.mul(convolution.bias, scale) : convolution.bias;
  const bias = scaled && shift ? onnx.add(scaled, shift) : (shift ?? scaled);
  return { ...convolution, filter, bias };
}

/** A scale and a shift per channel [C] of an image as a convolution: the fastest way in blocks of channels. */
export function pixelwise(ctx: Lowering, x: Value, scale: Ref, shift: Ref | null): Convolution {
  return {
    image: imageOf(ctx, x),
    filter: depthwiseFilter(ctx, leading(ctx, scale, 4)),
    bias: shift,
    dims: inLayout(x.shape, 'nchw'),
    attrs: {
      kernel_shape: [1, 1],
      strides: [1, 1],
      dilations: [1, 1],
      pads: [0, 0, 0, 0],
      group: x.shape[3],
    },
  };
}

/** Lets the convolution that made x carry an activation; false if there is none that can. */
export function activateConvolution(ctx: Lowering, x: Value, out: Value, activation: Activation): boolean {
  const convolution = ctx.usedOnce(x) ? ctx.pending(x, 'convolution')?.convolution : undefined;
  if (!convolution || convolution.activation) return false;
  setConvolution(ctx, out, { ...convolution, activation });
  return true;
}

/**
 * The sum of two images one of which is a convolution that nobody else reads: a blocked convolution adds to an image that
 * is there. False where there is none.
 */
export function addToConvolution(ctx: Lowering, a: Value, b: Value, out: Value): boolean {
  if (!ctx.block || a === b || a.shape.length !== 4 || !sameShape(a.shape, b.shape)) return false;
  for (const [x, other] of [
    [a, b],
    [b, a],
  ]) {
    const convolution = ctx.usedOnce(x) ? pendingConvolution(ctx, x) : undefined;
    if (!convolution || convolution.sum || convolution.activation) continue;
    if (!canBlock(ctx, convolution) || !ctx.isBlocked(other)) continue;
    setConvolution(ctx, out, { ...convolution, sum: () => ctx.blocks(other) });
    return true;
  }
  return false;
}

function pendingConvolution(ctx: Lowering, x: Value): Convolution | undefined {
  const pending = ctx.pending(x, 'convolution') ?? ctx.pending(x, 'gradient') ?? ctx.pending(x, 'scale');
  return pending?.convolution;
}

/** Sets `out` to x times a factor per channel [C], left to the convolution gradient that reads it. */
export function setScaled(ctx: Lowering, out: Value, x: Value, factor: Ref): void {
  const before = ctx.pending(x, 'scale');
  const base = before ? before.base : x;
  const scale = before ? ctx.mul(before.scale, factor) : factor;
  const convolution = pixelwise(ctx, base, scale, null);
  const blocked = ctx.isBlocked(base) && canBlock(ctx, convolution);
  const plain = () => ({ nchw: ctx.mul(ctx.loose(base, 'nchw'), leading(ctx, scale, 3)) });
  ctx.setPending(out, {
    kind: 'scale',
    base,
    scale,
    convolution,
    blocked,
    write: () => (blocked ? writeConvolution(ctx, convolution) : plain()),
  });
}

/** An image channels first and a vector [C] made of weights, in either order of the operands; else null. */
export function imageAndVector(
  ctx: Lowering,
  a: Value,
  b: Value,
  out: Value,
): { image: Value; vector: Ref } | null {
  if (out.shape.length !== 4 || out.dtype !== 'float32') return null;
  for (const [image, other] of [
    [a, b],
    [b, a],
  ]) {
    if (image.shape.some((d, i) => d !== out.shape[i]) || !ctx.isChannelsFirst(image)) continue;
    const vector = ctx.channelVector(other, out.shape[3]);
    if (vector) return { image, vector };
  }
  return null;
}
