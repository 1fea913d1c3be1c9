import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { operator } from '../../../network/operation.ts';
import { type OnnxOperation, WITHOUT_KERNEL } from '../trace/onnx-operation.ts';

/** The operation that stands for what users give. */
export const inputOperation = (name: string): OnnxOperation => ({
  ...operator('input'),
  ...WITHOUT_KERNEL,
  ...{ name, op: 'Input', inputs: [] },
  perform: () => {
    throw new Error(`the input ${name} is given`);
  },
});

/** Images and sequences come with their channels last, and go on as the file has them, with their channels first. */
export const channelsFirst = (input: OnnxOperation): OnnxOperation => ({
  ...operator('moves', { movement: 'transposes', silent: true }),
  ...WITHOUT_KERNEL,
  ...{ name: `${input.name}: channels first`, op: 'Transpose', inputs: [{ node: input, index: 0 }] },
  image: true,
  perform: ([x]) => [withChannelsFirst(x!)],
});

/** [N, ..., C] as [N, C, ...]. */
export function withChannelsFirst(x: Tensor): Tensor {
  const [batch, ...axes] = x.shape.keys();
  return tf.transpose(x, [batch, axes.at(-1)!, ...axes.slice(0, -1)]);
}

/** [N, C, ...] as [N, ..., C]. */
export function withChannelsLast(x: Tensor): Tensor {
  const [batch, channels, ...axes] = x.shape.keys();
  return tf.transpose(x, [batch, ...axes, channels]);
}
