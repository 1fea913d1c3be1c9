import type { Lowering } from '../lower/lowering.ts';
import type { Ref } from '../lower/tensor.ts';
import { float } from '../onnx/model.ts';
import { setElementwise } from './elementwise.ts';
import type { KernelRule, KernelTable, Named } from './kernel.ts';

// The activation of transformers and its gradient. The simplification makes these kernels, tfjs has none like them.

/** The normal distribution, (1 + erf) / 2, in one pass. erf is never beyond -1 and 1, so nothing is cut off. */
function distribution(ctx: Lowering, erf: Ref): Ref {
  return ctx.unary('HardSigmoid', erf, { alpha: float(0.5), beta: float(0.5) });
}

const gelu: KernelRule<Named<'x' | 'erf'>> = {
  shape: ({ x }) => ({ shape: x.shape, dtype: 'float32' }),
  lower: (ctx, { inputs: { x, erf }, outputs: [out] }) =>
    setElementwise(ctx, [x, erf], out, ([r, e]) => ctx.mul(r, distribution(ctx, e))),
};

/** Of the density at its peak, 1 / sqrt(2 pi). */
const LOG_PEAK = -Math.log(2 * Math.PI) / 2;

/** dy times distribution + x * density; `scaled` is x / sqrt(2), whose square is half of that of x. */
const geluGradient: KernelRule<Named<'dy' | 'x' | 'scaled' | 'erf'>> = {
  shape: ({ x }) => ({ shape: x.shape, dtype: 'float32' }),
  lower: (ctx, { inputs: { dy, x, scaled, erf }, outputs: [out] }) =>
    setElementwise(ctx, [dy, x, scaled, erf], out, ([d, r, s, e]) => {
      const density = ctx.unary('Exp', ctx.sub(ctx.scalar(LOG_PEAK), ctx.mul(s, s)));
      return ctx.mul(d, ctx.add(distribution(ctx, e), ctx.mul(r, density)));
    }),
};

export const geluKernels: KernelTable = { Gelu: gelu, GeluGradient: geluGradient };
