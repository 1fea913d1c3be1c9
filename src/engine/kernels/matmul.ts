import { broadcast } from '../lower/broadcast.ts';
import type { Lowering } from '../lower/lowering.ts';
import type { Ref } from '../lower/tensor.ts';
import { sizeOf } from '../record/graph.ts';
import { activate, type FusedActivation } from './activation.ts';
import type { KernelRule, KernelTable, Named } from './kernel.ts';

type Inputs = Named<'a' | 'b'> & Partial<Named<'bias' | 'preluActivationWeights'>>;
type Attrs = FusedActivation & { readonly transposeA?: boolean; readonly transposeB?: boolean };

/** Matrix products over the last two axes; the axes before are broadcast. */
const matMul: KernelRule<Inputs, Attrs> = {
  shape: ({ a, b }, { transposeA, transposeB }) => {
    const batch = broadcast(a.shape.slice(0, -2), b.shape.slice(0, -2));
    return {
      shape: [...batch, a.shape.at(transposeA ? -1 : -2)!, b.shape.at(transposeB ? -2 : -1)!],
      dtype: 'float32',
    };
  },
  lower: (ctx, { inputs, attrs, outputs: [out] }) => {
    const { a, b, bias, preluActivationWeights } = inputs;
    const { transposeA = false, transposeB = false } = attrs;
    const single = sizeOf(b.shape.slice(0, -2)) === 1 && (sizeOf(a.shape.slice(0, -2)) === 1 || !transposeA);
    const operands = [ctx.full(a), ctx.full(b)];
    let y: Ref;
    if (single) {
      // Gemm transposes while it reads. The rows of a batch are rows of one matrix.
      const rows = transposeA ? a.shape.slice(-2) : [sizeOf(a.shape) / a.shape.at(-1)!, a.shape.at(-1)!];
      const left = ctx.reshape(operands[0], rows);
      const right = ctx.reshape(operands[1], b.shape.slice(-2));
      const dims = [left.dims[transposeA ? 1 : 0], out.shape.at(-1)!];
      const flags = { transA: Number(transposeA), transB: Number(transposeB) };
      if (bias?.shape.length === 1) y = ctx.emit('Gemm', [left, right, ctx.full(bias)], dims, flags);
      else y = ctx.emit('Gemm', [left, right], dims, flags);
      y = ctx.reshape(y, out.shape);
    } else {
      const [left, right] = [transposeA, transposeB].map((swap, i) =>
        swap ? swapLastTwo(ctx, operands[i]) : operands[i],
      );
      y = ctx.emit('MatMul', [left, right], out.shape);
    }
    if (bias && !(single && bias.shape.length === 1)) y = ctx.add(y, ctx.full(bias));
    ctx.set(out, activate(ctx, y, attrs, preluActivationWeights && ctx.loose(preluActivationWeights)));
  },
};

function swapLastTwo(ctx: Lowering, ref: Ref): Ref {
  const axes = [...ref.dims.keys()];
  const [row, col] = axes.splice(-2);
  return ctx.transpose(ref, [...axes, col, row]);
}

export const matMulKernels: KernelTable = { BatchMatMul: matMul, _FusedMatMul: matMul };
