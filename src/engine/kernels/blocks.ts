import * as tf from '@tensorflow/tfjs-core';
import { pad, slice } from '../lower/regions.ts';
import { sizeOf } from '../record/graph.ts';
import type { KernelRule, KernelTable, Named } from './kernel.ts';

// Blocks of pixels that become entries of the batch or channels, and back: reshape, transpose, reshape, as tfjs does it.

const { getReshaped, getPermuted, getReshapedPermuted, getSliceBeginCoords, getSliceSize } = tf.backend_util;

type SpaceToBatch = { readonly blockShape: number[]; readonly paddings: number[][] };

function framed(shape: readonly number[], { paddings }: SpaceToBatch) {
  const all = shape.map((_, axis) => paddings[axis - 1] ?? [0, 0]);
  const [before, after] = [0, 1].map((end) => all.map((p) => p[end]));
  return { before, after, shape: shape.map((d, axis) => d + before[axis] + after[axis]) };
}

const spaceToBatch: KernelRule<Named<'x'>, SpaceToBatch> = {
  shape: ({ x }, attrs) => {
    const { shape } = framed(x.shape, attrs);
    return {
      shape: getReshapedPermuted(shape, attrs.blockShape, sizeOf(attrs.blockShape), false),
      dtype: x.dtype,
    };
  },
  lower: (ctx, { inputs: { x }, attrs, outputs: [out] }) => {
    const { blockShape } = attrs;
    const { before, after, shape } = framed(x.shape, attrs);
    const apart = getReshaped(shape, blockShape, sizeOf(blockShape), false);
    const blocks = ctx.reshape(pad(ctx, ctx.full(x), before, after), apart);
    const order = getPermuted(apart.length, blockShape.length, false);
    ctx.set(out, ctx.reshape(ctx.transpose(blocks, order), out.shape));
  },
};

type BatchToSpace = { readonly blockShape: number[]; readonly crops: number[][] };

const batchToSpace: KernelRule<Named<'x'>, BatchToSpace> = {
  shape: ({ x }, { blockShape, crops }) => {
    const whole = getReshapedPermuted([...x.shape], blockShape, sizeOf(blockShape));
    const cropped = getSliceSize(whole, crops, blockShape.length);
    return { shape: [...cropped, ...whole.slice(cropped.length)], dtype: x.dtype };
  },
  lower: (ctx, { inputs: { x }, attrs: { blockShape, crops }, outputs: [out] }) => {
    const count = sizeOf(blockShape);
    const apart = getReshaped([...x.shape], blockShape, count);
    const blocks = ctx.transpose(
      ctx.reshape(ctx.full(x), apart),
      getPermuted(apart.length, blockShape.length),
    );
    const whole = ctx.reshape(blocks, getReshapedPermuted([...x.shape], blockShape, count));
    const begin = getSliceBeginCoords(crops, blockShape.length);
    ctx.set(
      out,
      slice(
        ctx,
        whole,
        whole.dims.map((_, axis) => begin[axis] ?? 0),
        out.shape,
      ),
    );
  },
};

const depthToSpace: KernelRule<Named<'x'>, { blockSize: number; dataFormat?: string }> = {
  shape: ({ x }, { blockSize, dataFormat = 'NHWC' }) => {
    if (dataFormat !== 'NHWC') throw new Error(`data format ${dataFormat} has no translation, only NHWC has`);
    const [n, h, w, c] = x.shape;
    return { shape: [n, h * blockSize, w * blockSize, c / blockSize ** 2], dtype: x.dtype };
  },
  lower: (ctx, { inputs: { x }, attrs: { blockSize }, outputs: [out] }) => {
    const [n, h, w, c] = out.shape;
    const made = ctx.emit('DepthToSpace', [ctx.full(x, 'nchw')], [n, c, h, w], {
      blocksize: blockSize,
      mode: 'DCR',
    });
    ctx.set(out, made, 'nchw');
  },
};

export const blockKernels: KernelTable = {
  SpaceToBatchND: spaceToBatch,
  BatchToSpaceND: batchToSpace,
  DepthToSpace: depthToSpace,
};
