import type * as tf from '@tensorflow/tfjs-core';
import type { Lowering } from '../lower/lowering.ts';
import type { Ref } from '../lower/tensor.ts';
import { float } from '../onnx/model.ts';
import type { KernelRule, KernelTable, Named } from './kernel.ts';

// Local response normalisation (Krizhevsky et al. 2012, section 3.3): y = x * norm^-beta, norm = bias + alpha * sum of
// x^2 over the channels within a radius.

const responseNorm: KernelRule<Named<'x'>, tf.LRNAttrs> = {
  shape: ({ x }) => ({ shape: x.shape, dtype: 'float32' }),
  lower: (ctx, { inputs: { x }, attrs: { depthRadius, bias, alpha, beta }, outputs: [out] }) => {
    const size = 2 * depthRadius + 1;
    // ONNX takes the mean over the window where tfjs takes the sum.
    const settings = { size, alpha: float(alpha * size), beta: float(beta), bias: float(bias) };
    ctx.set(out, ctx.unary('LRN', ctx.full(x, 'nchw'), settings), 'nchw');
  },
};

const responseNormGradient: KernelRule<Named<'x' | 'y' | 'dy'>, tf.LRNGradAttrs> = {
  shape: ({ x }) => ({ shape: x.shape, dtype: 'float32' }),
  lower: (ctx, { inputs, attrs: { depthRadius, bias, alpha, beta }, outputs: [out] }) => {
    const [x, y, dy] = [inputs.x, inputs.y, inputs.dy].map((v) => ctx.full(v, 'nchw'));
    const squares = channelSums(ctx, ctx.mul(x, x), depthRadius);
    const norm = ctx.add(ctx.mul(squares, ctx.scalar(alpha)), ctx.scalar(bias));
    const own = ctx.mul(dy, ctx.binary('Pow', norm, ctx.scalar(-beta)));
    const others = channelSums(ctx, ctx.binary('Div', ctx.mul(dy, y), norm), depthRadius);
    const shared = ctx.mul(ctx.mul(x, others), ctx.scalar(2 * alpha * beta));
    ctx.set(out, ctx.sub(own, shared), 'nchw');
  },
};

/** Sums over the channels within a radius, of x [N, C, H, W]. */
function channelSums(ctx: Lowering, x: Ref, radius: number): Ref {
  const [n, c, h, w] = x.dims;
  const size = 2 * radius + 1;
  const lines = ctx.reshape(x, [n, 1, c, h * w]);
  const means = ctx.emit('AveragePool', [lines], lines.dims, {
    kernel_shape: [size, 1],
    strides: [1, 1],
    pads: [radius, 0, radius, 0],
    count_include_pad: 1,
  });
  return ctx.reshape(ctx.mul(means, ctx.scalar(size)), x.dims);
}

export const responseNormKernels: KernelTable = { LRN: responseNorm, LRNGrad: responseNormGradient };
