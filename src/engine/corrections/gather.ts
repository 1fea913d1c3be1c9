import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { plainGradient } from './plain-gradient.ts';

const PLAIN = plainGradient('GatherV2');

/**
 * Which entries are gathered is a choice: its derivative is zero. tfjs hands on the places themselves, which it then refuses
 * where they depend on what is differentiated.
 */
export function correctGather(): void {
  tf.registerGradient({
    ...PLAIN,
    gradFunc: (dy, saved, attrs) => ({
      ...PLAIN.gradFunc(dy, saved, attrs),
      indices: () => tf.zeros((saved as Tensor[])[1].shape),
    }),
  });
}
