import { createRequire } from 'node:module';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { createEagerEngine } from '../../src/engine/eager.ts';
import type { ProgramSource } from '../../src/engine/engine.ts';
import { REFERENCE, REFERENCE_NAME } from './reference.ts';

const SOURCE: ProgramSource = {
  name: 'affine map and its gradient',
  inputs: {
    x: { shape: [2, 2], dtype: 'float32' },
    target: { shape: [2], dtype: 'int32' },
  },
  weights: new Map([['w', [2, 3]]]),
  fn: ({ x, target }, weights) => {
    const logit = (t: tf.Tensor) => {
      const logits = tf.matMul(t as tf.Tensor2D, weights.get('w') as tf.Tensor2D);
      return tf.sum(tf.mul(logits, tf.oneHot(target as tf.Tensor1D, 3)));
    };
    return { x, same: x, logit: logit(x), gradient: tf.grad(logit)(x), positive: tf.greater(x, 0) };
  },
};

const W = Float32Array.of(1, 2, 3, 4, 5, 6);
const X = Float32Array.of(1, -1, 2, 0);
const TARGET = Int32Array.of(2, 0);

async function bound(weights = new Map([['w', W]])) {
  const engine = await createEagerEngine({ backend: REFERENCE, threads: 2 });
  return (await engine.compile(SOURCE)).bind(weights);
}

describe(`eager engine on ${REFERENCE}`, () => {
  test('tells what it is', async () => {
    const engine = await createEagerEngine({ backend: REFERENCE, threads: 2 });
    const threads = REFERENCE === 'cpu' ? 1 : 2;
    expect(engine).toMatchObject({ name: 'eager', backend: REFERENCE_NAME, threads });
  });

  test('computes values and gradients', async () => {
    const program = await bound();
    expect(await program.run({ x: X, target: TARGET })).toEqual({
      x: X,
      same: X,
      logit: Float32Array.of(-3 + 2),
      gradient: Float32Array.of(3, 6, 1, 4),
      positive: Float32Array.of(1, 0, 1, 0),
    });
  });

  test('outputs are arrays of their own', async () => {
    const program = await bound();
    const { x, same } = await program.run({ x: X, target: TARGET });
    x.fill(9);
    same[0] = 7;
    expect(X).toEqual(Float32Array.of(1, -1, 2, 0));
    expect((await program.run({ x: X, target: TARGET })).x).toEqual(X);
  });

  test('weight sets are independent', async () => {
    const one = await bound();
    const two = await bound(new Map([['w', W.map((value) => 10 * value)]]));
    expect((await two.run({ x: X, target: TARGET })).logit).toEqual(Float32Array.of(-10));
    expect((await one.run({ x: X, target: TARGET })).logit).toEqual(Float32Array.of(-1));
  });

  test('keeps no tensor after release, whatever happened', async () => {
    await (await bound()).release();
    const before = tf.memory().numTensors;
    const program = await bound();
    await program.run({ x: X, target: TARGET });
    await expect(program.run({ x: X })).rejects.toThrow();
    await expect(program.run({ x: X, target: Int32Array.of(1) })).rejects.toThrow();
    await program.release();
    await program.release();
    await expect(program.run({ x: X, target: TARGET })).rejects.toThrow('run after its release');
    await expect(bound(new Map())).rejects.toThrow();
    expect(tf.memory().numTensors).toBe(before);
  });

  test('weights outlive a scope that is open while they are bound', async () => {
    tf.engine().startScope();
    const program = await bound();
    tf.engine().endScope();
    expect((await program.run({ x: X, target: TARGET })).logit).toEqual(Float32Array.of(-1));
  });

  test('leaves the current backend as it was', async () => {
    const other = tf.findBackend('cpu');
    tf.registerBackend('another', () => other);
    await tf.setBackend('another');
    await (await bound()).run({ x: X, target: TARGET });
    expect(tf.getBackend()).toBe('another');
    await tf.setBackend('cpu');
    tf.engine().registryFactory.another = undefined as never;
  });

  test.each([
    [{ target: TARGET }, 'input x: expected 4 values of shape [2,2], found none'],
    [{ x: X.slice(1), target: TARGET }, 'input x: expected 4 values of shape [2,2], found 3'],
  ])('names a wrong input', async (inputs, message) => {
    await expect((await bound()).run(inputs as never)).rejects.toThrow(message);
  });

  test('names a missing weight', async () => {
    await expect(bound(new Map())).rejects.toThrow('weight w: expected 6 values of shape [2,3], found none');
  });
});

const isInstalled = (name: string) => {
  try {
    return Boolean(createRequire(import.meta.url).resolve(name));
  } catch {
    return false;
  }
};

describe('native backends', () => {
  test.skipIf(REFERENCE === 'cpu')('threads are those that the library was loaded with', async () => {
    await createEagerEngine({ backend: REFERENCE, threads: 2 });
    expect((await createEagerEngine({ backend: REFERENCE, threads: 7 })).threads).toBe(2);
  });

  test.skipIf(isInstalled('@tensorflow/tfjs-node-gpu'))('a missing package is named', async () => {
    await expect(
      createEagerEngine({ backend: 'gpu', threads: 1 }),
    ).rejects.toThrowErrorMatchingInlineSnapshot(
      `[InputError: engine backend gpu: expected the package @tensorflow/tfjs-node-gpu, found no such package. Install it with \`npm install @tensorflow/tfjs-node-gpu\`, or use the backend \`cpu\`.]`,
    );
  });

  test.skipIf(isInstalled('@tensorflow/tfjs-node') || isInstalled('@tensorflow/tfjs-node-gpu'))(
    'auto is plain JavaScript where neither is installed',
    async () => {
      expect((await createEagerEngine({ backend: 'auto', threads: 4 })).backend).toBe('cpu');
    },
  );
});
