import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { operator } from '../../../network/operation.ts';
import type { OnnxNode } from './node.ts';
import { define, type OnnxOperator } from './operator.ts';
import { channelsFirst, channelsLast } from './windows.ts';

/** Krizhevsky et al. 2012, section 3.3; over an even number of channels one more behind than before. */
function responseNormalisation([x]: readonly (Tensor | null)[], node: OnnxNode): Tensor {
  const size = node.int('size');
  const [alpha, beta, bias] = [node.float('alpha', 1e-4), node.float('beta', 0.75), node.float('bias', 1)];
  if (x!.rank !== 4) node.refuse('an image [N, C, H, W]', `an operand of shape [${x!.shape}]`);
  const image = x as Tensor4D;
  const radius = (size - 1) / 2;
  if (Number.isInteger(radius)) {
    const last = channelsLast(image);
    return channelsFirst(tf.localResponseNormalization(last, radius, bias, alpha / size, beta));
  }
  const [n, c, h, w] = image.shape;
  const squares = tf.pad(tf.square(image), [
    [0, 0],
    [Math.floor(radius), Math.ceil(radius)],
    [0, 0],
    [0, 0],
  ]);
  const taps = Array.from({ length: size }, (_, i) => tf.slice(squares, [0, i, 0, 0], [n, c, h, w]));
  const norm = tf.add(tf.mul(tf.addN(taps), alpha / size), bias);
  return tf.mul(image, tf.pow(norm, -beta));
}

export const responseNormalisations: readonly OnnxOperator[] = [
  define('LRN', operator('other'), responseNormalisation, { limits: 'images' }),
];
