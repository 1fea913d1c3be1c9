import '../../../../../src/tfjs-cpu.ts';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCompiledEngine } from '../../../../../src/engine/compiled.ts';
import type { Engine } from '../../../../../src/engine/engine.ts';
import { InferenceSession, Tensor as RuntimeTensor } from '../../../../../src/engine/onnx-runtime.ts';
import { loadModel } from '../../../../../src/model/load.ts';
import type { Model } from '../../../../../src/model/model.ts';
import { relativeError } from '../../../../engine/differences.ts';
import { goldenInputs } from './inputs.ts';

/** Of the largest logit. */
const LOGITS = 1e-5;
/** Of the whole gradient, as lengths of vectors. */
const GRADIENT = 1e-4;
const CLASSES = 5;

interface Golden {
  readonly files: readonly string[];
  readonly shape: readonly number[];
  readonly tokens: number | null;
  readonly class: number;
  readonly logits: readonly number[];
  /** Of the second input, float32 in base64. */
  readonly gradient: string;
}

const FOLDER = join(import.meta.dirname, '../../../../../fixtures/onnx');
const GOLDEN: Readonly<Record<string, Golden>> = JSON.parse(
  readFileSync(join(FOLDER, 'expected.json'), 'utf8'),
);
const FILES = Object.values(GOLDEN).flatMap((golden) => golden.files.map((file) => [file, golden] as const));

let engine: Engine;
beforeAll(async () => {
  await tf.setBackend('cpu');
  engine = createCompiledEngine({ threads: 1, device: 'cpu' });
});
afterAll(() => engine.dispose());

const numbersOf = (base64: string) => new Float32Array(new Uint8Array(Buffer.from(base64, 'base64')).buffer);

/** Arrays [..., C, H, W] or [..., C, L] with their channels last, where the file has them first. */
function channelsLast(values: Float32Array, shape: readonly number[], model: Model): Float32Array {
  if (!model.channelsFirst) return values;
  return tf.tidy(() => {
    const count = values.length / shape.reduce((size, extent) => size * extent, 1);
    const images = tf.tensor(values, [count, ...shape]);
    const axes = shape.slice(1).map((_, axis) => axis + 2);
    return Float32Array.from(tf.transpose(images, [0, ...axes, 1]).dataSync());
  });
}

const length = (values: Iterable<number>) => Math.hypot(...values);

/** Logits of both inputs and the gradient at them, by the compiled engine. */
async function computed(model: Model, x: Float32Array, of: number) {
  const program = await engine.compile({
    name: 'golden',
    inputs: { x: { shape: [2, ...model.inputShape], dtype: 'float32' } },
    weights: new Map(model.weights.map(({ name, shape }) => [name, shape])),
    fn: ({ x: at }, weights) => {
      const logit = (moved: tf.Tensor) =>
        tf.sum(tf.slice(model.apply(moved, weights), [0, of], [2, 1])) as tf.Scalar;
      return { logits: model.apply(at, weights), gradient: tf.grad(logit)(at) };
    },
  });
  const bound = await program.bind(model.trained);
  const results = await bound.run({ x });
  await bound.release();
  await program.dispose();
  return results;
}

/** What ONNX Runtime computes from the file, one input after the other. */
async function byRuntime(file: string, { shape, tokens }: Golden, x: Float32Array): Promise<number[]> {
  const session = await InferenceSession.create(join(FOLDER, file), {
    intraOpNumThreads: 1,
    logSeverityLevel: 4,
  });
  const size = x.length / 2;
  const logits: number[] = [];
  for (const part of [x.subarray(0, size), x.subarray(size)]) {
    const input = tokens
      ? new RuntimeTensor('int64', BigInt64Array.from(part, BigInt), [1, ...shape])
      : new RuntimeTensor('float32', part, [1, ...shape]);
    const made = await session.run({ [session.inputNames[0]]: input });
    logits.push(...(made[session.outputNames[0]].data as Float32Array));
  }
  await session.release();
  return logits;
}

test.each(FILES)('%s: logits and gradient are those of PyTorch', async (file, golden) => {
  const model = await loadModel(join(FOLDER, file));
  const given = goldenInputs(golden.shape, golden.tokens);
  const x = model.tokens ? model.tokens.embed(given) : channelsLast(given, golden.shape, model);
  const { logits, gradient } = await computed(model, x, golden.class);
  expect(logits.length).toBe(2 * CLASSES);
  expect(relativeError(golden.logits, logits)).toBeLessThan(LOGITS);
  expect(relativeError(await byRuntime(file, golden, given), logits)).toBeLessThan(LOGITS);
  const expected = channelsLast(numbersOf(golden.gradient), golden.shape, model);
  const actual = gradient.subarray(gradient.length / 2);
  const apart = length(expected.map((value, i) => value - actual[i]));
  expect(apart / length(expected)).toBeLessThan(GRADIENT);
  model.dispose();
});
