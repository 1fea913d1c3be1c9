import type { Lowering } from '../lower/lowering.ts';
import type { Ref } from '../lower/tensor.ts';
import { float } from '../onnx/model.ts';
import type { Value } from '../record/graph.ts';
import { activateConvolution, clipping, RELU } from './convolution-pending.ts';
import { combination, unary } from './elementwise.ts';
import { elementwise, type KernelRule, type KernelTable, type Named } from './kernel.ts';

/** Klambauer et al. 2017, section 2: scale, and scale times alpha, as tfjs has them. */
const SELU_SCALE = 1.0507009873554805;
const SELU_SCALE_ALPHA = 1.7580993408473768;
const SELU = { alpha: float(SELU_SCALE_ALPHA / SELU_SCALE), gamma: float(SELU_SCALE) };

function clipped(low: number, high: number) {
  return (ctx: Lowering, x: Value, _: object, out: Value) =>
    activateConvolution(ctx, x, out, clipping(low, high));
}

const prelu: KernelRule<Named<'x' | 'alpha'>> = {
  shape: ({ x }) => ({ shape: x.shape, dtype: x.dtype }),
  reordered: elementwise,
  lower: (ctx, { inputs: { x, alpha }, outputs: [out] }) => {
    // The slope may repeat towards x, but not x towards the slope.
    const layout = ctx.layoutFor([x], x.shape.length);
    const ref = ctx.full(x, layout);
    ctx.set(out, ctx.emit('PRelu', [ref, ctx.aligned(alpha, layout)], ref.dims), layout);
  },
};

const eluGradient = combination((ctx, { dy, y }) =>
  ctx.mul(dy, ctx.add(ctx.binary('Min', y, ctx.scalar(0)), ctx.scalar(1))),
);

/** tfjs's Step: 1 where x > 0, else alpha; NaN stays out of it. */
function step(ctx: Lowering, x: Ref, { alpha = 0 }: { alpha?: number }): Ref {
  const above = ctx.cast(ctx.binary('Greater', x, ctx.scalar(0), 'bool'), 'float32');
  return alpha === 0 ? above : ctx.add(ctx.mul(above, ctx.scalar(1 - alpha)), ctx.scalar(alpha));
}

export const activationKernels: KernelTable = {
  Relu: unary((ctx, x) => ctx.unary('Relu', x), {
    take: (ctx, x, _, out) => activateConvolution(ctx, x, out, RELU),
  }),
  Relu6: unary((ctx, x) => ctx.clip(x, 0, 6), { take: clipped(0, 6) }),
  ClipByValue: unary<{ clipValueMin: number; clipValueMax: number }>(
    (ctx, x, { clipValueMin, clipValueMax }) => ctx.clip(x, clipValueMin, clipValueMax),
    { take: (ctx, x, attrs, out) => clipped(attrs.clipValueMin, attrs.clipValueMax)(ctx, x, attrs, out) },
  ),
  LeakyRelu: unary<{ alpha: number }>((ctx, x, { alpha }) =>
    ctx.unary('LeakyRelu', x, { alpha: float(alpha) }),
  ),
  Prelu: prelu,
  Elu: unary((ctx, x) => ctx.unary('Elu', x)),
  EluGrad: eluGradient,
  Selu: unary((ctx, x) => ctx.unary('Selu', x, SELU)),
  Sigmoid: unary((ctx, x) => ctx.unary('Sigmoid', x)),
  Tanh: unary((ctx, x) => ctx.unary('Tanh', x)),
  Softplus: unary((ctx, x) => ctx.unary('Softplus', x)),
  Step: unary(step, { dtype: 'float32' }),
};

/** The activation inside a fused kernel. */
export interface FusedActivation {
  readonly activation?: string;
  readonly leakyreluAlpha?: number;
}

/** Applies it; `slope` is PReLU's, in the layout of x. */
export function activate(
  ctx: Lowering,
  x: Ref,
  { activation, leakyreluAlpha = 0.2 }: FusedActivation,
  slope?: Ref,
): Ref {
  switch (activation ?? 'linear') {
    case 'linear':
      return x;
    case 'relu':
      return ctx.unary('Relu', x);
    case 'relu6':
      return ctx.clip(x, 0, 6);
    case 'elu':
      return ctx.unary('Elu', x);
    case 'sigmoid':
      return ctx.unary('Sigmoid', x);
    case 'leakyrelu':
      return ctx.unary('LeakyRelu', x, { alpha: float(leakyreluAlpha) });
    case 'prelu':
      return ctx.emit('PRelu', [x, slope!], x.dims);
    default:
      throw new Error(`fused activation ${activation} has no translation`);
  }
}
