import * as tf from '@tensorflow/tfjs-core';

const KERNELS = [
  'Equal',
  'NotEqual',
  'Greater',
  'GreaterEqual',
  'Less',
  'LessEqual',
  'LogicalAnd',
  'LogicalOr',
  'FloorDiv',
] as const;

const zeros = (shape: number[]) => () => tf.zeros(shape);

/**
 * Comparisons, logic and the floor of a quotient are piecewise constant: their derivative is zero. Without it tfjs refuses every function that
 * selects by its own input (`tf.where`, thresholded ReLU). The zeros are float32 also for operands that are bool,
 * since tfjs accepts no other gradient.
 */
export function correctComparisons(): void {
  for (const kernelName of KERNELS) {
    tf.registerGradient({
      kernelName,
      inputsToSave: ['a', 'b'],
      gradFunc: (_, saved) => {
        const [a, b] = saved as tf.Tensor[];
        return { a: zeros(a.shape), b: zeros(b.shape) };
      },
    });
  }
  for (const kernelName of ['LogicalNot', 'All', 'Any', 'IsNan']) {
    tf.registerGradient({
      kernelName,
      inputsToSave: ['x'],
      gradFunc: (_, saved) => ({ x: zeros((saved as tf.Tensor[])[0].shape) }),
    });
  }
}
