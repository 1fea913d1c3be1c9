import type { Tensor4D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';

export type Shape4 = Tensor4D['shape'];

/** Cells around images [N, H, W, C]: above and below, left and right. */
export type Frame = readonly [above: number, below: number, left: number, right: number];

/** What lies around the image for the last window of an axis to be whole. */
function behind(before: number, size: number, positions: number, stride: number, window: number): number {
  return Math.max(0, (positions - 1) * stride + window - size - before);
}

/**
 * The frame with which windows that lie wholly inside the image are those of a convolution or pool that reaches over its
 * border. Null where a kernel of TensorFlow has the same windows by its own rules, `valid` or `same`. How many windows
 * there are is read from the gradient `dy` at them where there is one: tfjs forgets on the way back that it rounded up.
 */
export function frameOf(info: tf.backend_util.Conv2DInfo, dy?: Tensor4D): Frame | null {
  const { padInfo, inHeight, inWidth, strideHeight, strideWidth } = info;
  const [outHeight, outWidth] = dy ? [dy.shape[1], dy.shape[2]] : [info.outHeight, info.outWidth];
  if (padInfo.type === 'SAME') return null;
  const { top, left } = padInfo;
  const below = behind(top, inHeight, outHeight, strideHeight, info.effectiveFilterHeight);
  const right = behind(left, inWidth, outWidth, strideWidth, info.effectiveFilterWidth);
  // Rows that a rounding up asks for come with the type VALID.
  return padInfo.type === 'VALID' && below + right === 0 ? null : [top, below, left, right];
}

export function framed(images: Tensor4D, [above, below, left, right]: Frame, value = 0): Tensor4D {
  const around: [number, number][] = [
    [0, 0],
    [above, below],
    [left, right],
    [0, 0],
  ];
  return tf.pad(images, around, value);
}

export function framedShape([n, h, w, c]: Shape4, [above, below, left, right]: Frame): Shape4 {
  return [n, h + above + below, w + left + right, c];
}

/** The images inside the frame. */
export function unframed(images: Tensor4D, shape: Shape4, [above, , left]: Frame): Tensor4D {
  return tf.slice(images, [0, above, left, 0], shape);
}
