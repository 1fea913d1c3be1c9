import type { NamedAttrMap, Tensor4D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { dilationsOf, isDilated, tapsOf, zeroStuffed } from './dilation.ts';
import { plainGradient } from './plain-gradient.ts';

/** Gradients at the input [N, H, W, C] and the filter, each computed when it is called for. */
export interface ConvolutionGradients {
  readonly x: () => Tensor4D;
  readonly filter: () => Tensor4D;
}

type Backward = (dy: Tensor4D, x: Tensor4D, filter: Tensor4D, attrs: NamedAttrMap) => ConvolutionGradients;

/** The gradient of tfjs, for dilated filters by way of the zero-stuffed filter, which tfjs can differentiate. */
function dilatable(kernelName: string): Backward {
  const { gradFunc } = plainGradient(kernelName);
  const plain: Backward = (dy, x, filter, attrs) =>
    gradFunc(dy, [x, filter], { ...attrs, dilations: [1, 1] }) as unknown as ConvolutionGradients;
  return (dy, x, filter, attrs) => {
    const dilations = dilationsOf(attrs.dilations);
    if (!isDilated(dilations)) return plain(dy, x, filter, attrs);
    const gradients = plain(dy, x, zeroStuffed(filter, dilations), attrs);
    return { x: gradients.x, filter: () => tapsOf(gradients.filter(), filter.shape, dilations) };
  };
}

/** Backward passes by the name of the forward kernel. */
export const CONVOLUTIONS = {
  Conv2D: dilatable('Conv2D'),
  DepthwiseConv2dNative: dilatable('DepthwiseConv2dNative'),
} as const;

/** tfjs throws in the gradient of a dilated convolution. The gradient of an ordinary one stays what it was. */
export function correctConvolutions(): void {
  for (const [kernelName, backward] of Object.entries(CONVOLUTIONS)) {
    tf.registerGradient({
      kernelName,
      inputsToSave: ['x', 'filter'],
      gradFunc: (dy, saved, attrs) => {
        const [x, filter] = saved as Tensor4D[];
        return { ...backward(dy as Tensor4D, x, filter, attrs) };
      },
    });
  }
}
