import '../../../../src/tfjs-cpu.ts';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEngine } from '../../../../src/engine/create.ts';
import type { Engine } from '../../../../src/engine/engine.ts';
import { loadModel } from '../../../../src/model/load.ts';
import type { Model } from '../../../../src/model/model.ts';
import { randomize } from '../../../../src/randomize/randomize.ts';
import { relativeError } from '../../../engine/differences.ts';

/** Of the largest value. Rounding alone stays near 1e-6. */
const TOLERANCE = 1e-5;
const BATCH = 2;

/** Layers from output to input, with the number of their weights. */
const LAYERS: Record<string, [string, number][]> = {
  residual: [
    ['predictions', 2],
    ['last', 2],
    ['project', 2],
    ['depthwise', 2],
    ['expand', 2],
    ['stem', 2],
  ],
  preactivation: [
    ['predictions', 2],
    ['shared_1', 2],
    ['bn', 2],
    ['block2_2', 1],
    ['block2_1', 2],
    ['block2_0_bn', 2],
    ['block1_2', 1],
    ['block1_1', 2],
    ['block1_0_bn', 2],
    ['stem', 1],
  ],
  resnext: [
    ['predictions', 2],
    ['last', 1],
    ['joined_bn', 2],
    ['alone', 1],
    ['each', 2],
    ['inner', 2],
    ['stem', 2],
  ],
};

const folderOf = (name: string) => join(import.meta.dirname, 'golden', name);

/** Networks that TensorFlow traced, froze and optimised (golden/make.py), against its own numbers. */
describe.each(Object.keys(LAYERS))('%s', (name) => {
  let model: Model;
  let expected: Record<'inputs' | 'logits' | 'gradient', Float32Array>;

  beforeAll(async () => {
    await tf.setBackend('cpu');
    model = await loadModel(folderOf(name));
    const numbers = JSON.parse(await readFile(join(folderOf(name), 'expected.json'), 'utf8'));
    const entries = Object.entries(numbers).map(([key, value]) => [
      key,
      Float32Array.from(value as number[]),
    ]);
    expected = Object.fromEntries(entries);
  });
  afterAll(() => model.dispose());

  test('has the layers of the network before its conversion', () => {
    expect(model.layers.map((layer) => [layer.name, layer.weights.length])).toEqual(LAYERS[name]);
    expect(model.removedActivation).toBe('softmax');
    expect(randomize(model, { stage: 'full' }).coverage).toBe(1);
  });

  test.each(['compiled', 'eager'] as const)(
    '%s: logits and gradients are those of TensorFlow',
    async (kind) => {
      const notify = ({ message }: { message: string }) => {
        throw new Error(message);
      };
      const engine: Engine = await createEngine({ engine: kind, backend: 'cpu', threads: 1, notify });
      const program = await engine.compile({
        name: 'golden',
        inputs: { x: { shape: [BATCH, ...model.inputShape], dtype: 'float32' } },
        weights: new Map(model.weights.map((weight) => [weight.name, weight.shape])),
        fn: ({ x }, weights) => {
          const largest = (at: tf.Tensor) => tf.sum(tf.max(model.apply(at, weights), 1)) as tf.Scalar;
          return { logits: model.apply(x, weights), gradient: tf.grad(largest)(x) };
        },
      });
      const bound = await program.bind(model.trained);
      const { logits, gradient } = await bound.run({ x: expected.inputs });
      expect(relativeError(expected.logits, logits)).toBeLessThan(TOLERANCE);
      expect(relativeError(expected.gradient, gradient)).toBeLessThan(TOLERANCE);
      await bound.release();
      await program.dispose();
      await engine.dispose();
    },
  );
});
