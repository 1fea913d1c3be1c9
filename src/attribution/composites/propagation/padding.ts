import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { Step } from '../../../engine/composite.ts';
import { dataOf } from './flow.ts';

/** Ones in the shape of x, with zeros where the step that made it has padded. */
export function onesLike(x: Tensor, { kernel, ...step }: Step): Tensor {
  if (kernel !== 'PadV2') return tf.ones(x.shape);
  const [[, { shape }]] = dataOf({ kernel, ...step });
  return tf.pad(tf.ones([...shape]), step.attrs.paddings as unknown as [number, number][]);
}
