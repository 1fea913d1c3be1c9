import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { ForwardCall, Step } from '../../../engine/composite.ts';
import type { ChannelChange } from './affine.ts';
import { dataOf } from './flow.ts';

type Change = (call: ForwardCall) => ChannelChange;

const none = () => null;
const NOTHING: ChannelChange = { factor: none, shift: none };

/** What a step does to every channel of its one tensor, as far as it treats channels alone; null for other steps. */
export function channelChange(step: Step): Change | null {
  const { kernel, operands } = step;
  const [data, more] = dataOf(step);
  if (!data || more) return null;
  const [name, { shape }] = data;
  const channels = shape.at(-1)!;
  if (kernel === 'FusedBatchNorm') return normalisation;
  if (kernel === 'Reshape') return lastAxisOf(step) === channels ? () => NOTHING : null;
  const make = CHANGES[kernel];
  const other = Object.keys(operands).find((operand) => operand !== name);
  if (!make || !other || !isChannelwise(operands[other].shape, shape)) return null;
  if ((kernel === 'Sub' || kernel === 'RealDiv') && name !== 'a') return null;
  return ({ inputs }) => make(() => perChannel(inputs[other], channels));
}

const CHANGES: Readonly<Record<string, (by: () => Tensor) => ChannelChange>> = {
  Add: (by) => ({ factor: none, shift: by }),
  Sub: (by) => ({ factor: none, shift: () => tf.neg(by()) }),
  Multiply: (by) => ({ factor: by, shift: none }),
  RealDiv: (by) => ({ factor: () => tf.div(1, by()), shift: none }),
};

/** x * scale / sqrt(variance + epsilon) + what is left. */
const normalisation: Change = ({ inputs, attrs }) => {
  const { mean, variance, scale, offset } = inputs as Partial<Record<string, Tensor>>;
  const factor = () => {
    const deviation = tf.sqrt(tf.add(variance!, attrs.varianceEpsilon as number));
    return scale ? tf.div(scale, deviation) : tf.div(1, deviation);
  };
  return {
    factor,
    shift: () => {
      const moved = tf.neg(tf.mul(mean!, factor()));
      return offset ? tf.add(offset, moved) : moved;
    },
  };
};

/** Whether an operand has one number for all, or one for every channel, of a tensor of that shape. */
function isChannelwise(operand: readonly number[], shape: readonly number[]): boolean {
  const last = operand.at(-1) ?? 1;
  return (
    operand.length <= shape.length &&
    operand.slice(0, -1).every((extent) => extent === 1) &&
    (last === 1 || last === shape.at(-1))
  );
}

/** [channels], of one number for all or one for each. */
function perChannel(tensor: Tensor, channels: number): Tensor {
  return tensor.size === channels
    ? tf.reshape(tensor, [channels])
    : tf.mul(tf.reshape(tensor, [1]), tf.ones([channels]));
}

/** Of a reshape's result: its attribute may leave one extent open, never the last in a network. */
const lastAxisOf = ({ attrs }: Step): number => (attrs.shape as unknown as number[]).at(-1)!;
