import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { createEagerEngine } from '../../src/engine/eager.ts';
import { type Engine, type ProgramSource, UnsupportedKernelError } from '../../src/engine/engine.ts';
import { withFallback } from '../../src/engine/fallback.ts';

const source = (name: string): ProgramSource => ({
  name,
  fn: ({ x }) => ({ y: tf.neg(x) }),
  inputs: { x: { shape: [2], dtype: 'float32' } },
  weights: new Map(),
});

/** An engine that cannot compile anything: the error is made from the program's name. */
const refusing = (error: (name: string) => Error): Engine => ({
  name: 'compiled',
  backend: 'nothing',
  device: 'cpu',
  threads: 2,
  compile: ({ name }) => Promise.reject(error(name)),
  dispose: async () => {},
});

function setUp(primary: Engine) {
  const notices: { code: string; message: string }[] = [];
  let made = 0;
  const secondary = () => {
    made++;
    return createEagerEngine({ backend: 'cpu', threads: 1 });
  };
  return { engine: withFallback(primary, secondary, (n) => notices.push(n)), notices, count: () => made };
}

describe('fall-back', () => {
  test('runs an unsupported program on the second engine, with one notice for each kernel', async () => {
    const { engine, notices, count } = setUp(refusing((name) => new UnsupportedKernelError(name, 'no rule')));
    for (const name of ['Cumsum', 'Cumsum', 'Dilation2D']) {
      const program = await (await engine.compile(source(name))).bind(new Map());
      expect(await program.run({ x: Float32Array.of(1, -2) })).toEqual({ y: Float32Array.of(-1, 2) });
      await program.release();
    }
    await engine.dispose();
    expect(count()).toBe(1);
    expect(notices).toMatchInlineSnapshot(`
      [
        {
          "code": "engine-fallback",
          "message": "kernel Cumsum cannot be compiled: no rule; Cumsum runs on cpu (eager) instead, which is slower",
        },
        {
          "code": "engine-fallback",
          "message": "kernel Dilation2D cannot be compiled: no rule; Dilation2D runs on cpu (eager) instead, which is slower",
        },
      ]
    `);
  });

  test('makes no second engine, and says nothing, where the first one works', async () => {
    const first = await createEagerEngine({ backend: 'cpu', threads: 1 });
    const { engine, notices, count } = setUp(first);
    await engine.compile(source('neg'));
    await engine.dispose();
    expect(engine).toMatchObject({ name: first.name, backend: first.backend, threads: first.threads });
    expect([count(), notices.length]).toEqual([0, 0]);
  });

  test('lets every other error through', async () => {
    const { engine, notices, count } = setUp(refusing(() => new RangeError('a fault')));
    await expect(engine.compile(source('neg'))).rejects.toThrow(RangeError);
    expect([count(), notices.length]).toEqual([0, 0]);
  });
});
