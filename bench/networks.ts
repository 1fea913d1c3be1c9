import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { ProgramSource } from '../src/engine/engine.ts';
import type { Weights } from '../src/model/model.ts';

/** Channels of two 5x5 convolutions, each followed by ReLU and 2x2 max pooling, and units of a dense layer. */
export interface LeNet {
  readonly name: string;
  readonly channels: readonly [number, number];
  readonly units: number;
}

export const LENETS: readonly LeNet[] = [
  { name: 'LeNet 16-32-128', channels: [16, 32], units: 128 },
  { name: 'LeNet 32-64-1024', channels: [32, 64], units: 1024 },
];

const SIDE = 28;
const CLASSES = 10;
/** The logit that is explained. */
const EXPLAINED = 3;

function shapes({ channels: [a, b], units }: LeNet): Map<string, number[]> {
  return new Map([
    ['conv1/kernel', [5, 5, 1, a]],
    ['conv1/bias', [a]],
    ['conv2/kernel', [5, 5, a, b]],
    ['conv2/bias', [b]],
    ['dense1/kernel', [(SIDE / 4) ** 2 * b, units]],
    ['dense1/bias', [units]],
    ['dense2/kernel', [units, CLASSES]],
    ['dense2/bias', [CLASSES]],
  ]);
}

/** The gradient of one logit at a batch of images [N, 28, 28, 1], as a program for any engine. */
export function gradientProgram(network: LeNet, batch: number): ProgramSource {
  return {
    name: `input gradient of ${network.name}`,
    inputs: { x: { shape: [batch, SIDE, SIDE, 1], dtype: 'float32' } },
    weights: shapes(network),
    fn: ({ x }, weights) => {
      const biased = (y: Tensor, layer: string) => tf.add(y, weights.get(`${layer}/bias`)!);
      const block = (y: Tensor, layer: string) => {
        const kernel = weights.get(`${layer}/kernel`) as Tensor4D;
        const active = tf.relu(biased(tf.conv2d(y as Tensor4D, kernel, 1, 'same'), layer));
        return tf.maxPool(active as Tensor4D, 2, 2, 'valid');
      };
      const dense = (y: Tensor, layer: string) =>
        biased(tf.matMul(y as Tensor2D, weights.get(`${layer}/kernel`) as Tensor2D), layer);
      const logit = (input: Tensor) => {
        const features = tf.reshape(block(block(input, 'conv1'), 'conv2'), [batch, -1]);
        const logits = dense(tf.relu(dense(features, 'dense1')), 'dense2');
        return tf.sum(tf.slice(logits, [0, EXPLAINED], [-1, 1]));
      };
      return { gradient: tf.grad(logit)(x) };
    },
  };
}

/** Uniform in [-1, 1), by a 32-bit xorshift: the numbers decide ReLU masks only. */
function uniform(count: number, seed: number): Float32Array {
  let state = seed;
  return Float32Array.from({ length: count }, () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state / 2 ** 31;
  });
}

const sizeOf = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);

/** He-uniform kernels and small biases. */
export function randomWeights({ weights }: ProgramSource): Weights {
  return new Map(
    [...weights].map(([name, shape], i) => {
      const scale = shape.length === 1 ? 0.1 : Math.sqrt(6 / sizeOf(shape.slice(0, -1)));
      return [name, uniform(sizeOf(shape), i + 1).map((value) => value * scale)];
    }),
  );
}

export const randomImages = ({ inputs }: ProgramSource) => uniform(sizeOf(inputs.x.shape), 99);
