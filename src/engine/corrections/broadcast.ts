import type { GradConfig, Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { plainGradient } from './plain-gradient.ts';

/** The gradient at an operand is the sum over the axes along which it was repeated. */
function summedTo(gradient: Tensor, shape: readonly number[]): Tensor {
  const axes = tf.broadcast_util.getReductionAxes([...shape], gradient.shape);
  return tf.reshape(axes.length > 0 ? tf.sum(gradient, axes) : gradient, [...shape]);
}

/** The gradient that tfjs has for a kernel of two operands, of the shapes of these. */
function reducing(kernelName: string): GradConfig {
  const plain = plainGradient(kernelName);
  return {
    ...plain,
    gradFunc: (dy, saved, attrs) => {
      const [a, b] = saved as Tensor[];
      const at = plain.gradFunc(dy, saved, attrs);
      return { a: () => summedTo(at.a(), a.shape), b: () => summedTo(at.b(), b.shape) };
    },
  };
}

/** The gradient of a minimum, for rules that replace it. */
export const MINIMUM = reducing('Minimum');

const CORRECTED = [MINIMUM, ...['Maximum', 'SquaredDifference', 'BatchMatMul'].map(reducing)];

/** tfjs gives these gradients the shape of the result, which it then refuses for an operand that was repeated. */
export function correctBroadcasts(): void {
  for (const config of CORRECTED) tf.registerGradient(config);
}
