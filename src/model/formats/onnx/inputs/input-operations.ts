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

const TO_CHANNELS_FIRST = [0, 3, 1, 2];

/** Images come with their channels last, and go on as the file has them, with their channels first. */
export const channelsFirst = (input: OnnxOperation): OnnxOperation => ({
  ...operator('moves', { movement: 'transposes', silent: true }),
  ...WITHOUT_KERNEL,
  ...{ name: `${input.name}: channels first`, op: 'Transpose', inputs: [{ node: input, index: 0 }] },
  image: true,
  perform: ([x]) => [tf.transpose(x!, TO_CHANNELS_FIRST)],
});
