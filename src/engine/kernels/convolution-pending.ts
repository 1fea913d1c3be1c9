import type { OnnxBuilder } from '../lower/builder.ts';
import type { Lowering } from '../lower/lowering.ts';
import type { Convolution } from '../lower/pending.ts';
import type { Ref } from '../lower/tensor.ts';
import type { Value } from '../record/graph.ts';

/** A vector [C] so that it scales or shifts the leading axis of a tensor of that rank. */
export function leading(onnx: OnnxBuilder, vector: Ref, rank: number): Ref {
  return onnx.reshape(vector, [vector.dims[0], ...Array<number>(rank - 1).fill(1)]);
}

export function writeConvolution(
  onnx: OnnxBuilder,
  { input, filter, bias, dims, attrs, activation }: Convolution,
): Ref {
  const y = onnx.emit('Conv', bias ? [input(), filter, bias] : [input(), filter], dims, attrs);
  return activation ? activation(onnx, y) : y;
}

export function setConvolution(ctx: Lowering, v: Value, convolution: Convolution): void {
  ctx.setPending(v, {
    kind: 'convolution',
    convolution,
    write: () => ({ nchw: writeConvolution(ctx, convolution) }),
  });
}

/** The convolution that made x, if nobody else reads it and no activation has ended it. */
export function openConvolution(ctx: Lowering, x: Value): Convolution | null {
  const convolution = ctx.usedOnce(x) ? ctx.pending(x, 'convolution')?.convolution : undefined;
  return convolution && !convolution.activation ? convolution : null;
}

/** Scales the result per channel [O] and shifts it, by scaling filter and bias: work of the prepare model. */
export function affineConvolution(
  onnx: OnnxBuilder,
  convolution: Convolution,
  scale: Ref | null,
  shift: Ref | null,
): Convolution {
  const filter = scale ? onnx.mul(convolution.filter, leading(onnx, scale, 4)) : convolution.filter;
  const scaled = convolution.bias && scale ? onnx.mul(convolution.bias, scale) : convolution.bias;
  const bias = scaled && shift ? onnx.add(scaled, shift) : (shift ?? scaled);
  return { ...convolution, filter, bias };
}

/** Lets the convolution that made x carry an activation; false if there is none that can. */
export function activateConvolution(
  ctx: Lowering,
  x: Value,
  out: Value,
  activation: NonNullable<Convolution['activation']>,
): boolean {
  const convolution = openConvolution(ctx, x);
  if (convolution) setConvolution(ctx, out, { ...convolution, activation });
  return convolution !== null;
}

/** Sets `out` to x times a factor per channel [C], left to the convolution gradient that reads it. */
export function setScaled(ctx: Lowering, out: Value, x: Value, factor: Ref): void {
  const before = ctx.pending(x, 'scale');
  const base = before ? before.base : x;
  const scale = before ? ctx.mul(before.scale, factor) : factor;
  ctx.setPending(out, {
    kind: 'scale',
    base,
    scale,
    write: () => ({ nchw: ctx.mul(ctx.loose(base, 'nchw'), leading(ctx, scale, 3)) }),
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
