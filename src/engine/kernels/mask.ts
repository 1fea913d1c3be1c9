import { broadcast } from '../lower/broadcast.ts';
import type { OnnxBuilder } from '../lower/builder.ts';
import type { Lowering } from '../lower/lowering.ts';
import type { Ref } from '../lower/tensor.ts';
import { float } from '../onnx/model.ts';
import { sameShape, uniformValue, type Value } from '../record/graph.ts';
import { setElementwise } from './elementwise.ts';
import { elementwise, type KernelRule, type KernelTable, type Named } from './kernel.ts';

// Gradients of activations as products with a mask. The simplification makes these kernels, tfjs has none like them.
// Comparisons run at a third of the speed of float arithmetic, and Where at a twentieth.

/** Takes every normal number above 1 or below -1. */
const LARGE = 3.4e38;

/** 1 where y > 0, else 0: max(0, min(1, LARGE * y)) in one pass over y. */
function isPositive(onnx: OnnxBuilder, y: Ref): Ref {
  return onnx.unary('HardSigmoid', y, { alpha: float(LARGE), beta: float(0) });
}

/**
 * dy times a mask made of y. Where dy comes out of the maximum pooling of y, only maxima receive a gradient: the mask goes
 * before the pooling's gradient and is made of the maxima, which are fewer.
 */
function setMasked(ctx: Lowering, dy: Value, y: Value, out: Value, mask: (y: Ref) => Ref): void {
  const pool = ctx.usedOnce(dy) ? ctx.pending(dy, 'pool') : null;
  const product = ([d, r]: Ref[]) => ctx.mul(d, mask(r));
  if (pool?.input !== y) {
    setElementwise(ctx, [dy, y], out, product);
    return;
  }
  const { shape } = pool.output;
  const masked: Value = { shape, dtype: 'float32', source: { kind: 'kernel', name: ctx.kernel } };
  setElementwise(ctx, [pool.gradient, pool.output], masked, product);
  pool.setOf(out, masked);
}

const gradientShape: KernelRule<Named<'dy'>>['shape'] = ({ dy }) => ({ shape: dy.shape, dtype: 'float32' });

/** dy where y > 0, else dy * slope; slope in [0, 1]. */
const slopeMask: KernelRule<Named<'dy' | 'y'>, { slope: number }> = {
  shape: gradientShape,
  lower: (ctx, { inputs: { dy, y }, attrs: { slope }, outputs: [out] }) =>
    setMasked(ctx, dy, y, out, (r) =>
      slope === 0 ? isPositive(ctx, r) : ctx.clip(ctx.mul(r, ctx.scalar(LARGE)), slope, 1),
    ),
};

/** dy where y > 0, else dy * slope, for a slope of any size that may differ from element to element. */
const preluMask: KernelRule<Named<'dy' | 'y' | 'slope'>> = {
  shape: gradientShape,
  lower: (ctx, { inputs: { dy, y, slope }, outputs: [out] }) =>
    setElementwise(ctx, [dy, y, slope], out, ([d, r, s]) => {
      const positive = ctx.clip(ctx.mul(r, ctx.scalar(LARGE)), 0, 1);
      return ctx.mul(d, ctx.add(s, ctx.mul(positive, ctx.sub(ctx.scalar(1), s))));
    }),
};

/** dy where low <= y <= high, else 0. One comparison: y lies inside if clipping leaves it as it is. */
const clipMask: KernelRule<Named<'dy' | 'y'>, { low: number; high: number }> = {
  shape: gradientShape,
  lower: (ctx, { inputs: { dy, y }, attrs: { low, high }, outputs: [out] }) =>
    setMasked(ctx, dy, y, out, (r) =>
      ctx.cast(ctx.binary('Equal', r, ctx.clip(r, low, high), 'bool'), 'float32'),
    ),
};

/** Comparisons with zero in one pass: max(0, min(1, alpha * x + beta)). */
const WITH_ZERO: Readonly<Record<string, readonly [alpha: number, beta: number]>> = {
  Greater: [LARGE, 0],
  GreaterEqual: [LARGE, 1],
  Less: [-LARGE, 0],
  LessEqual: [-LARGE, 1],
};

/** The name that ONNX has for a comparison, where it is not that of tfjs. */
const OPERATORS: Readonly<Record<string, string>> = {
  GreaterEqual: 'GreaterOrEqual',
  LessEqual: 'LessOrEqual',
};

/** 1 where a comparison holds, else 0. */
const indicator: KernelRule<Named<'a' | 'b'>, { comparison: string }> = {
  shape: ({ a, b }) => ({ shape: broadcast(a.shape, b.shape), dtype: 'float32' }),
  reordered: elementwise,
  lower: (ctx, { inputs: { a, b }, attrs: { comparison }, outputs: [out] }) => {
    const line = uniformValue(b) === 0 && sameShape(a.shape, out.shape) ? WITH_ZERO[comparison] : undefined;
    if (line) {
      const [alpha, beta] = line.map(float);
      setElementwise(ctx, [a], out, ([x]) => ctx.unary('HardSigmoid', x, { alpha, beta }));
      return;
    }
    const operator = OPERATORS[comparison] ?? comparison;
    setElementwise(ctx, [a, b], out, ([x, y]) => ctx.cast(ctx.binary(operator, x, y, 'bool'), 'float32'));
  },
};

export const maskKernels: KernelTable = {
  SlopeMask: slopeMask,
  PreluMask: preluMask,
  ClipMask: clipMask,
  Indicator: indicator,
};
