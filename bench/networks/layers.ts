import type { Tensor, Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { Scope } from './scope.ts';

type Pad = 'same' | 'valid';
type Extent = number | [number, number];

export interface ConvOptions {
  readonly strides?: Extent;
  readonly pad?: Pad;
  readonly bias?: boolean;
}

/** A convolution of images [N, H, W, C]. */
export function conv(
  scope: Scope,
  x: Tensor,
  filters: number,
  size: Extent,
  { strides = 1, pad = 'same', bias = true }: ConvOptions = {},
): Tensor {
  const [rows, cols] = typeof size === 'number' ? [size, size] : size;
  const shape = [rows, cols, x.shape[3]!, filters];
  const weights: { kernel: Tensor; bias?: Tensor } = bias
    ? scope.layer('conv', { kernel: shape, bias: [filters] })
    : scope.layer('conv', { kernel: shape });
  const y = tf.conv2d(x as Tensor4D, weights.kernel as Tensor4D, strides, pad);
  return weights.bias ? tf.add(y, weights.bias) : y;
}

export function depthwise(scope: Scope, x: Tensor, size: number, strides: number, pad: Pad): Tensor {
  const { depthwise: filter } = scope.layer('conv', { depthwise: [size, size, x.shape[3]!, 1] });
  return tf.depthwiseConv2d(x as Tensor4D, filter as Tensor4D, strides, pad);
}

/** BatchNorm with given statistics; `scale: false` as Keras has it in Inception v3. */
export function norm(scope: Scope, x: Tensor, { epsilon = 1e-3, scale = true } = {}): Tensor {
  const channels = [x.shape.at(-1)!];
  const factor = scale ? (scope.layer('factor', { scale: channels }).scale as Tensor1D) : undefined;
  const parts = { mean: channels, variance: channels, offset: channels };
  const { mean, variance, offset } = scope.layer('norm', parts) as Record<keyof typeof parts, Tensor1D>;
  return tf.batchNorm(x, mean, variance, offset, factor, epsilon);
}

export function dense(scope: Scope, x: Tensor, units: number): Tensor {
  const inputs = x.shape.at(-1)!;
  const { kernel, bias } = scope.layer('dense', { kernel: [inputs, units], bias: [units] });
  const rows = tf.reshape(x, [-1, inputs]) as Tensor2D;
  const y = tf.add(tf.matMul(rows, kernel as Tensor2D), bias);
  return tf.reshape(y, [...x.shape.slice(0, -1), units]);
}

/** Zeros around the images, as Keras pads before strided convolutions. */
export function zeros(x: Tensor, rows: [number, number], cols: [number, number] = rows): Tensor {
  return tf.pad(x as Tensor4D, [[0, 0], rows, cols, [0, 0]]);
}

export const maxPool = (x: Tensor, size: number, strides: number, pad: Pad = 'valid'): Tensor =>
  tf.maxPool(x as Tensor4D, size, strides, pad);

export const averagePool = (x: Tensor, size: number, strides: number, pad: Pad = 'valid'): Tensor =>
  tf.avgPool(x as Tensor4D, size, strides, pad);

/** [N, H, W, C] to [N, C]. */
export const globalAverage = (x: Tensor): Tensor => tf.mean(x, [1, 2]);

export const flat = (x: Tensor): Tensor => tf.reshape(x, [x.shape[0], -1]);
