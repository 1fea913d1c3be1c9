import { float } from '../onnx/model.ts';
import type { KernelRule, KernelTable, Named } from './kernel.ts';

// The normalisation of transformers, over the last axis, and a part of its gradient. The simplification makes these kernels.

/** (x - mean) / sqrt(variance + epsilon), and 1 / sqrt(variance + epsilon) with a last axis of length 1. */
const layerNorm: KernelRule<Named<'x'>, { epsilon: number }> = {
  shape: ({ x }) => [
    { shape: x.shape, dtype: 'float32' },
    { shape: x.shape.with(-1, 1), dtype: 'float32' },
  ],
  lower: (ctx, { inputs: { x }, attrs: { epsilon }, outputs: [y, inverse] }) => {
    const ref = ctx.full(x);
    const width = ref.dims.at(-1)!;
    const scale = ctx.literal(new Float32Array(width).fill(1), [width], 'float32');
    const dims = [y.shape, inverse.shape, inverse.shape];
    const attrs = { axis: -1, epsilon: float(epsilon) };
    const [result, , inverseRef] = ctx.emitMany('LayerNormalization', [ref, scale], dims, attrs, 'float32');
    ctx.set(y, result);
    ctx.set(inverse, inverseRef);
  },
};

/** inverse * (g - y * mean(g * y)). */
const layerNormGradient: KernelRule<Named<'g' | 'y' | 'inverse'>> = {
  shape: ({ y }) => ({ shape: y.shape, dtype: 'float32' }),
  lower: (ctx, { inputs: { g, y, inverse }, outputs: [out] }) => {
    const [gradient, result] = [ctx.full(g), ctx.full(y)];
    const mean = ctx.emit('ReduceMean', [ctx.mul(gradient, result)], inverse.shape, {
      axes: [-1],
      keepdims: 1,
    });
    const across = ctx.sub(gradient, ctx.mul(result, mean));
    ctx.set(out, ctx.mul(across, ctx.full(inverse)));
  },
};

export const layerNormKernels: KernelTable = { LayerNorm: layerNorm, LayerNormGradient: layerNormGradient };
