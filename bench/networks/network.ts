import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { gradient } from '../../src/attribution/composites/registry.ts';
import { type Composite, withComposite } from '../../src/engine/composite.ts';
import type { ProgramSource } from '../../src/engine/engine.ts';
import { record } from '../../src/engine/record/record.ts';
import type { Weights } from '../../src/model/model.ts';
import { sizeOf, uniform } from './random.ts';
import { Scope, type Shapes } from './scope.ts';

/** A network for measurements: its logits, in TensorFlow.js operations, with weights taken from a scope. */
export interface Network {
  readonly name: string;
  /** [H, W, C] of one image. */
  readonly input: readonly [number, number, number];
  logits(scope: Scope, x: Tensor): Tensor;
}

/** Shape of every weight, by name. Found by recording the network on tensors without numbers. */
export function shapesOf(network: Network): Shapes {
  const shapes = new Map<string, readonly number[]>();
  record({
    name: `weights of ${network.name}`,
    inputs: { x: { shape: [1, ...network.input], dtype: 'float32' } },
    weights: new Map(),
    fn: ({ x }) => ({ logits: network.logits(Scope.declaring(shapes), x) }),
  });
  return shapes;
}

/** The gradient of the logit that is explained (class 3) at images [N, H, W, C], as attribution methods ask for it. */
export function gradientProgram(
  network: Network,
  batch: number,
  composite: Composite = gradient,
  known: Shapes = new Map(),
): ProgramSource {
  const hot = (classes: number) =>
    tf.oneHot(tf.tensor1d(Array<number>(batch).fill(EXPLAINED), 'int32'), classes);
  return {
    name: `${composite.name} of ${network.name}`,
    inputs: { x: { shape: [batch, ...network.input], dtype: 'float32' } },
    weights: new Map([...shapesOf(network), ...known]),
    fn: ({ x }, weights) => {
      const logit = (t: Tensor) => {
        const input = composite.compares ? tf.concat([t, tf.zerosLike(t)], 0) : t;
        const forward = () => network.logits(Scope.reading(weights), input);
        const { result } = withComposite(composite, forward, input, weights);
        const logits = tf.slice(result, 0, batch);
        return tf.sum<tf.Scalar>(tf.mul(logits, hot(logits.shape[1]!)));
      };
      return { gradient: tf.grad(logit)(x) };
    },
  };
}

const EXPLAINED = 3;

/**
 * He-uniform kernels, small biases and offsets, scales and variances near one: signals keep their size through the
 * network. Quickly filled, as 138 million normal numbers would take longer than the measurement.
 */
export function randomWeights(shapes: Shapes, seed = 1): Weights {
  return new Map(
    [...shapes].map(([name, shape], i) => {
      const values = uniform(sizeOf(shape), seed + i);
      if (/\/(scale|variance)$/.test(name)) return [name, scaled(values, 0.25, 1)];
      if (/\/(bias|offset|mean|position|token)$/.test(name)) return [name, scaled(values, 0.1, 0)];
      const fan = sizeOf(name.endsWith('/depthwise') ? shape.slice(0, 2) : shape.slice(0, -1));
      return [name, scaled(values, Math.sqrt(6 / fan), 0)];
    }),
  );
}

function scaled(values: Float32Array, factor: number, centre: number): Float32Array {
  for (let i = 0; i < values.length; i++) values[i] = values[i] * factor + centre;
  return values;
}

/** Images with values in [-1, 1). */
export const randomImages = ({ inputs }: ProgramSource, seed = 99) => uniform(sizeOf(inputs.x.shape), seed);
