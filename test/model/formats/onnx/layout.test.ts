import '../../../../src/tfjs-cpu.ts';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { lower } from '../../../../src/engine/lower/lower.ts';
import { RUN } from '../../../../src/engine/lower/tensor.ts';
import { record } from '../../../../src/engine/record/record.ts';
import { simplify } from '../../../../src/engine/simplify/simplify.ts';
import { loadModel } from '../../../../src/model/load.ts';
import type { Model } from '../../../../src/model/model.ts';

const fixture = (name: string) => join(import.meta.dirname, '../../../../fixtures/onnx', `${name}.onnx`);
const BATCH = 2;

/** How often an operator is in the compiled graph of logits, or of the gradient of one of them. */
function counted(model: Model, asked: 'logits' | 'gradient', block: number | null) {
  const graph = record({
    name: asked,
    inputs: { x: { shape: [BATCH, ...model.inputShape], dtype: 'float32' } },
    weights: new Map(model.weights.map(({ name, shape }) => [name, shape])),
    fn: ({ x }, weights) => {
      const logit = (at: tf.Tensor) =>
        tf.sum(tf.slice(model.apply(at, weights), [0, 0], [BATCH, 1])) as tf.Scalar;
      return { out: asked === 'logits' ? model.apply(x, weights) : tf.grad(logit)(x) };
    },
  });
  const { operators } = lower(simplify(graph), { block });
  return operators.filter(({ op, stage }) => stage === RUN && op === 'Transpose').length;
}

describe('images keep their channels first', () => {
  // Pictures come with their channels last, and so do maps of them: those are the only ones.
  test.each([
    ['vgg-traced-11', null],
    ['resnet-dynamo-20', null],
    ['mobilenet-v2-traced-11', null],
    ['efficientnet-dynamo-20', null],
    ['densenet-traced-17', null],
    ['inception-traced-11', null],
    ['resnet-dynamo-20', 8],
    ['mobilenet-v2-traced-11', 8],
  ] as const)('%s, channels in blocks of %s', async (name, block) => {
    const model = await loadModel(fixture(name));
    expect(counted(model, 'logits', block)).toBeLessThanOrEqual(1);
    expect(counted(model, 'gradient', block)).toBeLessThanOrEqual(2);
  });
});
