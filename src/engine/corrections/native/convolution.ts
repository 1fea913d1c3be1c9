import type { Tensor4D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { dilationsOf, isDilated, zeroStuffed } from '../dilation.ts';
import { type Correction, type Given, replaceKernel } from '../replace-kernel.ts';
import { type Frame, framed, framedShape, frameOf, type Shape4, unframed } from './frame.ts';

interface Attributes {
  readonly strides: [number, number];
  readonly pad: 'valid' | 'same' | number;
  readonly dilations?: [number, number];
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

function convolutionFrame(x: Shape4, filter: Shape4, given: Given, depthwise: boolean): Frame | null {
  const { strides, pad, dilations, dimRoundingMode } = given.attrs as unknown as Attributes;
  const { computeConv2DInfo } = tf.backend_util;
  const steps = [...dilationsOf(dilations)] as [number, number];
  const info = computeConv2DInfo(x, filter, strides, steps, pad, dimRoundingMode, depthwise);
  return frameOf(info, given.inputs.dy as Tensor4D | undefined);
}

/** Both the convolution and its gradient at the filter read the image. */
const ofFramedImage =
  (depthwise: boolean, filterShape: (given: Given) => number[]): Correction =>
  (registered) =>
  (given) => {
    const x = given.inputs.x as Tensor4D;
    const frame = convolutionFrame(x.shape, filterShape(given) as Shape4, given, depthwise);
    if (!frame) return registered(given);
    return tf.tidy(() => {
      const inputs = { ...given.inputs, x: framed(x, frame) };
      return registered({ ...given, inputs, attrs: { ...given.attrs, pad: 'valid' } }) as Tensor4D;
    });
  };

const forward = (depthwise: boolean) => ofFramedImage(depthwise, ({ inputs }) => inputs.filter.shape);
const atFilter = (depthwise: boolean) =>
  ofFramedImage(depthwise, ({ attrs }) => attrs.filterShape as number[]);

const atInput =
  (depthwise: boolean): Correction =>
  (registered) =>
  (given) => {
    const inputShape = given.attrs.inputShape as unknown as Shape4;
    const frame = convolutionFrame(inputShape, given.inputs.filter.shape as Shape4, given, depthwise);
    if (!frame) return registered(given);
    return tf.tidy(() => {
      const attrs = { ...given.attrs, pad: 'valid', inputShape: framedShape(inputShape, frame) };
      return unframed(registered({ ...given, attrs }) as Tensor4D, inputShape, frame);
    });
  };

/** TensorFlow's kernel for processors refuses dilated depthwise filters; with zeros between its taps one is an ordinary filter. */
const undilated: Correction = (registered) => (given) => {
  const dilations = dilationsOf(given.attrs.dilations);
  if (!isDilated(dilations)) return registered(given);
  return tf.tidy(() => {
    const inputs = { ...given.inputs, filter: zeroStuffed(given.inputs.filter as Tensor4D, dilations) };
    return registered({ ...given, inputs, attrs: { ...given.attrs, dilations: [1, 1] } }) as Tensor4D;
  });
};

const depthwise: Correction = (registered) => forward(true)(undilated(registered));

/**
 * The convolutions of TensorFlow's library, as tfjs-node calls them, know no number of cells as padding and no rounding
 * up, their gradients no explicit padding either, and its depthwise convolution no dilation. The frame is put around the
 * image beforehand.
 */
export function correctNativeConvolutions(backendName: string): void {
  replaceKernel('Conv2D', backendName, forward(false));
  replaceKernel('FusedConv2D', backendName, forward(false));
  replaceKernel('Conv2DBackpropInput', backendName, atInput(false));
  replaceKernel('Conv2DBackpropFilter', backendName, atFilter(false));
  replaceKernel('DepthwiseConv2dNative', backendName, depthwise);
  replaceKernel('FusedDepthwiseConv2D', backendName, depthwise);
  replaceKernel('DepthwiseConv2dNativeBackpropInput', backendName, atInput(true));
  replaceKernel('DepthwiseConv2dNativeBackpropFilter', backendName, atFilter(true));
}
