import { inLayout } from '../lower/layout.ts';
import type { KernelRule, KernelTable, Named } from './kernel.ts';

interface ResizeAttrs {
  readonly size: readonly [number, number];
  readonly alignCorners: boolean;
  readonly halfPixelCenters: boolean;
}

/** Images in another size. Their gradient is recorded as matrix products, so it needs no rule. */
function resize(mode: 'linear' | 'nearest'): KernelRule<Named<'images'>, ResizeAttrs> {
  return {
    shape: ({ images }, { size }) => ({
      shape: [images.shape[0], ...size, images.shape[3]],
      dtype: 'float32',
    }),
    lower: (ctx, { inputs: { images }, attrs, outputs: [out] }) => {
      const { alignCorners, halfPixelCenters } = attrs;
      const dims = inLayout(out.shape, 'nchw');
      const where = alignCorners ? 'align_corners' : halfPixelCenters ? 'half_pixel' : 'asymmetric';
      // tfjs rounds between corners, and takes the pixel that a centre falls into, which is half a pixel off in ONNX.
      const nearest = where === 'asymmetric' ? 'floor' : 'round_prefer_ceil';
      const made = ctx.emit('Resize', [ctx.full(images, 'nchw'), null, null, ctx.ints(dims)], dims, {
        mode,
        coordinate_transformation_mode: where,
        ...(mode === 'nearest' ? { nearest_mode: nearest } : {}),
      });
      ctx.set(out, made, 'nchw');
    },
  };
}

export const resizeKernels: KernelTable = {
  ResizeBilinear: resize('linear'),
  ResizeNearestNeighbor: resize('nearest'),
};
