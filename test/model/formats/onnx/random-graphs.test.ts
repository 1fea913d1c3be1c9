import '../../../../src/tfjs-cpu.ts';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCompiledEngine } from '../../../../src/engine/compiled.ts';
import type { Engine } from '../../../../src/engine/engine.ts';
import { InferenceSession, Tensor as RuntimeTensor } from '../../../../src/engine/onnx-runtime.ts';
import { loadModel } from '../../../../src/model/load.ts';
import { relativeError } from '../../../engine/differences.ts';
import { numbers } from './operators/operands.ts';
import { networkOf, OPERATIONS, type Step } from './random-steps.ts';
import { modelBytes, written } from './written-model.ts';

/** Of the largest logit: rounding of some twenty nodes. */
const LOGITS = 1e-5;
/** Differences of float32 numbers are right to about a hundredth. */
const DERIVATIVE = 1e-2;
const SHAPE = [1, 4, 6, 6];
const SIZE = 144;

let engine: Engine;
beforeAll(async () => {
  await tf.setBackend('cpu');
  engine = createCompiledEngine({ threads: 1, device: 'cpu' });
});
afterAll(() => engine.dispose());

const steps = fc.array(
  fc.record<Step>({
    op: fc.constantFrom(...Object.keys(OPERATIONS)),
    back: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(5) }),
    choice: fc.nat(11),
  }),
  { minLength: 3, maxLength: 10, size: 'max' },
);

/** Pixel by pixel, the channels of each side by side. */
const channelsLast = (image: ArrayLike<number>): Float32Array =>
  Float32Array.from({ length: SIZE }, (_, i) => image[(i % 4) * 36 + Math.floor(i / 4)]);

async function computed(path: string, x: Float32Array) {
  const model = await loadModel(path);
  const program = await engine.compile({
    name: 'random',
    inputs: { x: { shape: [1, ...model.inputShape], dtype: 'float32' } },
    weights: new Map(model.weights.map(({ name, shape }) => [name, shape])),
    fn: ({ x: at }, weights) => {
      const second = (moved: tf.Tensor) =>
        tf.sum(tf.slice(model.apply(moved, weights), [0, 1], [1, 1])) as tf.Scalar;
      return { logits: model.apply(at, weights), gradient: tf.grad(second)(at) };
    },
  });
  const bound = await program.bind(model.trained);
  const results = await bound.run({ x });
  await bound.release();
  await program.dispose();
  model.dispose();
  return results;
}

test('random networks: logits are those of ONNX Runtime, gradients what its differences say', async () => {
  const property = fc.asyncProperty(steps, async (list) => {
    const network = networkOf(list);
    const session = await InferenceSession.create(modelBytes(network), {
      intraOpNumThreads: 1,
      logSeverityLevel: 4,
    });
    const at = async (values: readonly number[]) => {
      const made = await session.run({ x: new RuntimeTensor('float32', Float32Array.from(values), SHAPE) });
      return made[session.outputNames[0]].data as Float32Array;
    };
    const x = numbers(SIZE, 3);
    const { logits, gradient } = await computed((await written(network)).path, channelsLast(x));
    expect(relativeError(await at(x), logits)).toBeLessThan(LOGITS);
    const direction = numbers(SIZE, 4);
    const step = 5e-3;
    const [above, below] = [step, -step].map((by) => x.map((value, i) => value + by * direction[i]));
    const difference = ((await at(above))[1] - (await at(below))[1]) / (2 * step);
    const along = channelsLast(direction).map((value, i) => value * gradient[i]);
    const derivative = along.reduce((a, b) => a + b, 0);
    const scale = along.reduce((a, b) => a + Math.abs(b), 0);
    await session.release();
    expect(Math.abs(difference - derivative)).toBeLessThan(DERIVATIVE * Math.max(scale, 1e-2));
  });
  await fc.assert(property, { seed: 13, numRuns: 25 });
});
