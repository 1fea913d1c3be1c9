import '../../src/tfjs-cpu.ts';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { createEngine } from '../../src/engine/create.ts';
import { SHARPNESS, withSoftplus } from '../../src/engine/softplus-units.ts';
import { REFERENCE } from './reference.ts';

const soft = (x: number): number => Math.log1p(Math.exp(SHARPNESS * x)) / SHARPNESS;

const UNITS: Readonly<
  Record<string, readonly [unit: (x: tf.Tensor) => tf.Tensor, plain: (x: number) => number]>
> = {
  relu: [(x) => tf.relu(x), soft],
  relu6: [(x) => tf.relu6(x), (x) => soft(x) - soft(x - 6)],
  clip: [(x) => tf.clipByValue(x, 0, 6), (x) => soft(x) - soft(x - 6)],
  halfClip: [(x) => tf.clipByValue(x, 0.25, 3.4e38), (x) => 0.25 + soft(x - 0.25)],
  leakyRelu: [(x) => tf.leakyRelu(x, 0.3), (x) => 0.3 * x + 0.7 * soft(x)],
  prelu: [(x) => tf.prelu(x, tf.scalar(0.1)), (x) => 0.1 * x + 0.9 * soft(x)],
};

const X = [-1.5, -0.02, 0, 0.03, 0.4, 5.97, 7];

describe.each(Object.entries(UNITS))('%s with softplus', (_, [unit, plain]) => {
  test.each(['compiled', 'eager'] as const)('%s: values and slopes', async (kind) => {
    const notify = ({ message }: { readonly message: string }) => {
      throw new Error(message);
    };
    const engine = await createEngine({ engine: kind, backend: REFERENCE, threads: 1, notify });
    try {
      const program = await engine.compile({
        name: 'unit',
        fn: ({ x }) => ({
          value: withSoftplus(() => unit(x)),
          slope: tf.grad((t) => tf.sum(withSoftplus(() => unit(t))))(x),
        }),
        inputs: { x: { shape: [X.length], dtype: 'float32' } },
        weights: new Map(),
      });
      const { value, slope } = await (await program.bind(new Map())).run({ x: Float32Array.from(X) });
      for (const [i, x] of X.entries()) {
        expect(value[i]).toBeCloseTo(plain(x), 5);
        expect(slope[i]).toBeCloseTo((plain(x + 1e-5) - plain(x - 1e-5)) / 2e-5, 4);
      }
    } finally {
      await engine.dispose();
    }
  });
});

test('units are as they are outside of it, also where it throws', () => {
  const relu = () => [...tf.relu(tf.tensor1d([-1, 0, 1])).dataSync()];
  expect(() =>
    withSoftplus(() => {
      throw new Error('inside');
    }),
  ).toThrow('inside');
  expect(relu()).toEqual([0, 0, 1]);
});
