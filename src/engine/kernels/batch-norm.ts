import type * as tf from '@tensorflow/tfjs-core';
import type { Lowering } from '../lower/lowering.ts';
import { type Ref, RUN } from '../lower/tensor.ts';
import { float } from '../onnx/model.ts';
import type { Value } from '../record/graph.ts';
import { affineConvolution, openConvolution, pixelwise, setConvolution } from './convolution-pending.ts';
import { setElementwise } from './elementwise.ts';
import type { KernelRule, KernelTable, Named } from './kernel.ts';

type Inputs = Named<'x' | 'mean' | 'variance'> & Partial<Named<'scale' | 'offset'>>;

/** BatchNorm with given statistics: part of the convolution before it, one operator on an image, or arithmetic. */
const batchNorm: KernelRule<Inputs, tf.FusedBatchNormAttrs> = {
  shape: ({ x }) => ({ shape: x.shape, dtype: 'float32' }),
  lower: (ctx, { inputs, attrs: { varianceEpsilon }, outputs: [out] }) => {
    const { x } = inputs;
    const fixed = ctx.stage(x) === RUN ? fixedVectors(ctx, inputs, x.shape.at(-1)!) : null;
    const convolution = fixed && openConvolution(ctx, x);
    if (convolution) {
      const { factor, shift } = factorAndShift(ctx, fixed, varianceEpsilon);
      setConvolution(ctx, out, affineConvolution(ctx, convolution, factor, shift));
    } else if (fixed && ctx.isBlocked(x)) {
      const { factor, shift } = factorAndShift(ctx, fixed, varianceEpsilon);
      setConvolution(ctx, out, pixelwise(ctx, x, factor, shift));
    } else if (fixed && ctx.isChannelsFirst(x)) {
      const image = ctx.full(x, 'nchw');
      const operands = [image, fixed.scale, fixed.offset, fixed.mean, fixed.variance];
      ctx.set(
        out,
        ctx.emit('BatchNormalization', operands, image.dims, { epsilon: float(varianceEpsilon) }),
        'nchw',
      );
    } else {
      normalise(ctx, inputs, varianceEpsilon, out);
    }
  },
};

interface Vectors {
  readonly mean: Ref;
  readonly variance: Ref;
  readonly scale: Ref;
  readonly offset: Ref;
}

/** All four as vectors [C] that depend on weights alone, or null. */
function fixedVectors(
  ctx: Lowering,
  { mean, variance, scale, offset }: Inputs,
  channels: number,
): Vectors | null {
  const vector = (v: Value | undefined, absent: number) =>
    v
      ? ctx.channelVector(v, channels)
      : ctx.literal(new Float32Array(channels).fill(absent), [channels], 'float32');
  const [m, v, s, o] = [vector(mean, 0), vector(variance, 1), vector(scale, 1), vector(offset, 0)];
  return m && v && s && o ? { mean: m, variance: v, scale: s, offset: o } : null;
}

/** x * factor + shift is what (x - mean) / sqrt(variance + epsilon) * scale + offset is. */
function factorAndShift(
  ctx: Lowering,
  { mean, variance, scale, offset }: Vectors,
  epsilon: number,
): { factor: Ref; shift: Ref } {
  const deviation = ctx.unary('Sqrt', ctx.add(variance, ctx.scalar(epsilon)));
  const factor = ctx.binary('Div', scale, deviation);
  return { factor, shift: ctx.sub(offset, ctx.mul(mean, factor)) };
}

function normalise(ctx: Lowering, inputs: Inputs, epsilon: number, out: Value): void {
  const { x, mean, variance, scale, offset } = inputs;
  const present = [x, mean, variance, scale, offset].filter((v) => v !== undefined);
  setElementwise(ctx, present, out, ([image, m, v, ...rest]) => {
    const vectors = {
      mean: m,
      variance: v,
      scale: scale ? rest[0] : ctx.scalar(1),
      offset: offset ? rest.at(-1)! : ctx.scalar(0),
    };
    const { factor, shift } = factorAndShift(ctx, vectors, epsilon);
    return ctx.add(ctx.mul(image, factor), shift);
  });
}

export const batchNormKernels: KernelTable = { FusedBatchNorm: batchNorm };
