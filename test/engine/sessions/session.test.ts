import type { Tensor4D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { createCompiledEngine } from '../../../src/engine/compiled.ts';
import { missingFor } from '../../../src/engine/devices/require-device.ts';
import type { ProgramSource } from '../../../src/engine/engine.ts';
import { wholePlan } from '../../../src/engine/lower/assemble.ts';
import { lower } from '../../../src/engine/lower/lower.ts';
import { differenceOf, NETWORK, valuesOf } from '../../../src/engine/probe-network.ts';
import { record } from '../../../src/engine/record/record.ts';
import { createSessions } from '../../../src/engine/sessions/plan-sessions.ts';
import { namedOutputs } from '../../../src/engine/sessions/program.ts';
import { simplify } from '../../../src/engine/simplify/simplify.ts';

const weights = new Map([...NETWORK.weights].map(([name, shape]) => [name, valuesOf(shape)]));
const x = valuesOf(NETWORK.inputs.x.shape);

async function results(source: ProgramSource, hold = false) {
  const lowered = lower(simplify(record(source)));
  const plan = wholePlan(lowered, hold);
  const sessions = await createSessions(source, plan, { threads: 1, device: 'cpu', onCpu: () => {} });
  const outputs = namedOutputs(lowered.outputs, await (await sessions.bind(weights)).run({ x }));
  await sessions.dispose();
  return { plan, outputs };
}

/** One weight is used as it is, one as prepare leaves it, one both ways. */
const MIXED: ProgramSource = {
  ...NETWORK,
  fn: ({ x: image }, filters) => {
    const [first, back] = [filters.get('first') as Tensor4D, filters.get('back') as Tensor4D];
    const convolved = tf.conv2d(
      tf.conv2d(image as Tensor4D, first, 1, 'same'),
      tf.transpose(back, [0, 1, 3, 2]),
      1,
      'same',
    );
    return { a: tf.mul(tf.sum(image), filters.get('wide')!), b: tf.mul(tf.sum(convolved), back) };
  },
};

test('held weights all go through the prepare model and change no result', async () => {
  const [plain, held] = [await results(MIXED), await results(MIXED, true)];
  expect(plain.plan.runWeights.length).toBeGreaterThan(0);
  expect(held.plan.runWeights).toEqual([]);
  expect(held.outputs).toEqual(plain.outputs);
});

// Made without asking whether the device is there: what ONNX Runtime says of it shows that it was asked for.
test.each([
  ['webgpu', /WebGPU|WebGpu/],
  ['cuda', /Cuda|CUDA/],
] as const)('%s reaches ONNX Runtime', async (device, refusal) => {
  const absence = await missingFor(device);
  const engine = createCompiledEngine({ threads: 1, device });
  if (absence) {
    await expect(engine.compile(NETWORK)).rejects.toThrow(refusal);
  } else {
    const bound = await (await engine.compile(NETWORK)).bind(weights);
    expect(differenceOf((await results(NETWORK)).outputs, await bound.run({ x }))).toBeLessThan(1e-4);
    await bound.release();
  }
  await engine.dispose();
});
