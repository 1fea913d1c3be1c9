import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { WeightRole } from '../../model.ts';
import { operator } from '../../network/operation.ts';
import { noFans } from './fans.ts';
import type { OnnxOperation } from './trace/onnx-operation.ts';

const NOTHING = {
  ...{ ending: null, lastAxis: false, epsilon: 0, refusal: null, image: false, notice: null },
  roleOf: (): WeightRole => 'other',
  fansOf: noFans,
} satisfies Partial<OnnxOperation>;

/** The operation that stands for what users give. */
export const inputOperation = (name: string): OnnxOperation => ({
  ...operator('input'),
  ...NOTHING,
  ...{ name, op: 'Input', inputs: [] },
  perform: () => {
    throw new Error(`the input ${name} is given`);
  },
});

const TO_CHANNELS_FIRST = [0, 3, 1, 2];

/** Images come with their channels last, and go on as the file has them, with their channels first. */
export const channelsFirst = (input: OnnxOperation): OnnxOperation => ({
  ...operator('moves', { movement: 'transposes', silent: true }),
  ...NOTHING,
  ...{ name: `${input.name}: channels first`, op: 'Transpose', inputs: [{ node: input, index: 0 }] },
  image: true,
  perform: ([x]) => [tf.transpose(x as Tensor, TO_CHANNELS_FIRST)],
});
