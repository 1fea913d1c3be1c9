import * as tf from '@tensorflow/tfjs-core';
import type { DType } from '../engine.ts';
import type { Lowering } from '../lower/lowering.ts';
import { ARRAY } from '../record/constant.ts';
import type { Value } from '../record/graph.ts';
import { elementwise, type KernelRule, type KernelTable, type Named } from './kernel.ts';

/** One number that stands for the whole tensor. */
function setUniform(ctx: Lowering, out: Value, value: number): void {
  ctx.set(
    out,
    ctx.uniform(
      value,
      out.shape.map(() => 1),
      out.dtype,
    ),
  );
}

function like(value: number): KernelRule<Named<'x'>> {
  return {
    shape: ({ x }) => ({ shape: x.shape, dtype: x.dtype }),
    reordered: elementwise,
    lower: (ctx, { outputs: [out] }) => setUniform(ctx, out, value),
  };
}

const fill: KernelRule<object, { shape: number[]; value: number; dtype?: DType }> = {
  shape: (_, { shape, value, dtype }) => ({ shape, dtype: dtype ?? (tf.util.inferDtype(value) as DType) }),
  lower: (ctx, { attrs: { value }, outputs: [out] }) => setUniform(ctx, out, Number(value)),
};

const range: KernelRule<object, { start: number; stop: number; step: number; dtype: 'float32' | 'int32' }> = {
  shape: (_, { start, stop, step, dtype }) => ({
    shape: [Math.max(0, Math.ceil((stop - start) / step))],
    dtype,
  }),
  lower: (ctx, { attrs: { start, step }, outputs: [out] }) => {
    const values = ARRAY[out.dtype].from([...Array(out.shape[0]).keys()].map((i) => start + i * step));
    ctx.set(out, ctx.literal(values, out.shape, out.dtype));
  },
};

export const constantKernels: KernelTable = {
  ZerosLike: like(0),
  OnesLike: like(1),
  Fill: fill,
  Range: range,
};
