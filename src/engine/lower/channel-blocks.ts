import type { Attributes } from '../onnx/model.ts';
import type { OnnxBuilder } from './builder.ts';
import type { Layout } from './layout.ts';
import { concat, pad } from './regions.ts';
import type { Ref } from './tensor.ts';

// ONNX Runtime's own convolutions keep images in blocks of channels, [N, C / block, H, W, block], with channels filled up
// by zeros to whole blocks; a block is 16 or 8 channels wide, as the processor's vectors are. Its graph optimiser brings
// in these operators only for constant filters, so here they are written out. They declare such an image as [N, C, H, W].

/** The domain of the operators; an internal one, which may change with any release (see probe.ts). */
const DOMAIN = 'com.microsoft.nchwc';

export function emitBlocked(
  onnx: OnnxBuilder,
  op: string,
  inputs: readonly (Ref | null)[],
  dims: readonly number[],
  attrs: Attributes,
): Ref {
  return onnx.emitMany(op, inputs, [dims], attrs, 'float32', DOMAIN)[0];
}

/** The number of channels with the last block filled up. */
export function wholeBlocks(channels: number, block: number): number {
  return Math.ceil(channels / block) * block;
}

/** The reordering operators take multiples of four; less than one block is not worth it. */
export function fillsBlocks(channels: number, block: number): boolean {
  return channels % 4 === 0 && channels >= block;
}

/** An image in the given layout, all its elements present, in blocks. */
export function toBlocks(onnx: OnnxBuilder, image: Ref, layout: Layout, block: number): Ref {
  const [n, c, h, w] = layout === 'nchw' ? image.dims : [0, 3, 1, 2].map((axis) => image.dims[axis]);
  const dims = [n, wholeBlocks(c, block), h, w];
  if (h === 1 && w === 1 && dims[1] === c) return onnx.reshape(image, dims);
  return emitBlocked(onnx, 'ReorderInput', [image], dims, { channels_last: Number(layout === 'nhwc') });
}

/** The first channels of an image in blocks, in the given layout. */
export function fromBlocks(onnx: OnnxBuilder, image: Ref, channels: number, layout: Layout): Ref {
  const [n, whole, h, w] = image.dims;
  const dims = layout === 'nchw' ? [n, channels, h, w] : [n, h, w, channels];
  if (h === 1 && w === 1 && whole === channels) return onnx.reshape(image, dims);
  const attrs = { channels, channels_last: Number(layout === 'nhwc') };
  return emitBlocked(onnx, 'ReorderOutput', [image], dims, attrs);
}

/** An image in blocks as what its memory is, [N, C / block, H, W, block], for operators to which pixels matter. */
export function lanes(onnx: OnnxBuilder, image: Ref, block: number): Ref {
  const [n, c, h, w] = image.dims;
  return onnx.reshape(image, [n, c / block, h, w, block]);
}

/** The reverse of `lanes`. */
export function fromLanes(onnx: OnnxBuilder, view: Ref): Ref {
  const [n, blocks, h, w, block] = view.dims;
  return onnx.reshape(view, [n, blocks * block, h, w]);
}

/** An image in blocks with a - 1 rows and b - 1 columns of zeros after each of its own: whole blocks are copied. */
export function insertZerosInBlocks(onnx: OnnxBuilder, image: Ref, a: number, b: number, block: number): Ref {
  const [n, c, h, w] = image.dims;
  const rows = onnx.reshape(image, [(n * c * h) / block, 1, w, block]);
  const wide = pad(onnx, rows, [0, 0, 0, 0], [0, a - 1, 0, (b - 1) * block]);
  return onnx.reshape(wide, [n, c, h * a, w * b]);
}

/** An image in blocks with every pixel repeated a times downwards and b times to the right. */
export function repeatBlocks(onnx: OnnxBuilder, image: Ref, a: number, b: number, block: number): Ref {
  const [n, c, h, w] = image.dims;
  const repeat = (x: Ref, times: number) => concat(onnx, Array<Ref>(times).fill(x), 1);
  const pixels = repeat(onnx.reshape(image, [(n * c * h * w) / block, block]), b);
  const rows = repeat(onnx.reshape(pixels, [(n * c * h) / block, w * b * block]), a);
  return onnx.reshape(rows, [n, c, h * a, w * b]);
}
