import type { NamedAttrMap, Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { CONVOLUTIONS } from '../../../engine/corrections/convolution.ts';
import type { Step } from '../../../engine/step.ts';
import { dataOf } from './flow.ts';

/** What a kernel computes of its data x and its weights w, without a bias: linear in both. */
export interface Operator {
  /** Names of the data and of the weights among the kernel's operands. */
  readonly data: string;
  readonly weights: string;
  /** Of x [N, ...] and w, the result [N, ..., channels]. */
  forward(x: Tensor, w: Tensor): Tensor;
  /** What a signal at the result sends to an x of that shape through the weights w. */
  backward(signal: Tensor, w: Tensor, shape: readonly number[]): Tensor;
  /** The sum over all places of what a signal at the result has to do with x: the derivative by the weights. */
  correlated(x: Tensor, signal: Tensor, w: Tensor): Tensor;
  /** The sum of numbers shaped as the weights over all that lead to one channel of the result, [channels]. */
  summed(w: Tensor): Tensor;
  /** The weights of every channel of the result times a factor [channels]. */
  scaled(w: Tensor, factor: Tensor): Tensor;
}

type Kind = (step: Step) => Operator | null;

const convolution =
  (kernel: 'Conv2D' | 'DepthwiseConv2dNative'): Kind =>
  ({ attrs: { strides, pad, dataFormat, dilations, dimRoundingMode } }) => {
    const attrs = { strides, pad, dataFormat, dilations, dimRoundingMode } as NamedAttrMap;
    return {
      data: 'x',
      weights: 'filter',
      forward: (x, filter) => tf.engine().runKernel(kernel, { x, filter }, attrs),
      backward: (signal, filter, shape) => {
        // Only its shape is read.
        const x: Tensor4D = tf.zeros(shape as Tensor4D['shape']);
        return CONVOLUTIONS[kernel](signal as Tensor4D, x, filter as Tensor4D, attrs).x();
      },
      correlated: (x, signal, filter) =>
        CONVOLUTIONS[kernel](signal as Tensor4D, x as Tensor4D, filter as Tensor4D, attrs).filter(),
      summed: (w) => (kernel === 'Conv2D' ? tf.sum(w, [0, 1, 2]) : tf.reshape(tf.sum(w, [0, 1]), [-1])),
      // The channels of a depthwise convolution are [channels, multiplier].
      scaled: (w, factor) => tf.mul(w, kernel === 'Conv2D' ? factor : tf.reshape(factor, w.shape.slice(-2))),
    };
  };

const product: Kind = ({ attrs: { transposeA, transposeB }, operands: { b } }) => {
  if (transposeA) return null;
  const turned = Boolean(transposeB);
  return {
    data: 'a',
    weights: 'b',
    forward: (x, w) => tf.matMul(x, w, false, turned),
    backward: (signal, w) => tf.matMul(signal, w, false, !turned),
    correlated: (x, signal, w) => {
      const [rows, channels] = [x, signal].map((t) => tf.reshape(t, [-1, t.shape.at(-1)!]));
      const product = turned ? tf.matMul(channels, rows, true) : tf.matMul(rows, channels, true);
      return tf.reshape(product, w.shape);
    },
    summed: (w) => tf.reshape(tf.sum(w, turned ? -1 : -2), [-1]),
    scaled: (w, factor) => tf.mul(w, turned ? tf.reshape(factor, [b.shape.at(-2)!, 1]) : factor),
  };
};

const KINDS: Readonly<Record<string, Kind>> = {
  Conv2D: convolution('Conv2D'),
  FusedConv2D: convolution('Conv2D'),
  DepthwiseConv2dNative: convolution('DepthwiseConv2dNative'),
  FusedDepthwiseConv2D: convolution('DepthwiseConv2dNative'),
  BatchMatMul: product,
  _FusedMatMul: product,
};

/** Those of them that are convolutions. */
export const CONVOLUTIONAL: ReadonlySet<string> = new Set([
  'Conv2D',
  'FusedConv2D',
  'DepthwiseConv2dNative',
  'FusedDepthwiseConv2D',
]);

/** Kernels that combine their data by weights. */
export const LINEAR: readonly string[] = Object.keys(KINDS);

/** How a step combines its data by weights; null for other kernels, and where both operands are data. */
export function operatorOf(step: Step): Operator | null {
  const operator = KINDS[step.kernel]?.(step) ?? null;
  const data = dataOf(step).map(([name]) => name);
  return operator && data.length === 1 && data[0] === operator.data ? operator : null;
}
