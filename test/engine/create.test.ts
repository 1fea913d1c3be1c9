import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { createEngine } from '../../src/engine/create.ts';
import type { ProgramSource, TensorFunction } from '../../src/engine/engine.ts';
import { relativeError } from './differences.ts';
import { REFERENCE, REFERENCE_NAME } from './reference.ts';

const source = (fn: TensorFunction): ProgramSource => ({
  name: 'a small function',
  fn,
  inputs: { x: { shape: [4], dtype: 'float32' } },
  weights: new Map(),
});

const square = source(({ x }) => ({ y: tf.square(x) }));
// Not a kernel of any network that is explained, so it stays without a translation.
const unsupported = source(({ x }) => ({ y: tf.erf(tf.atan2(x, tf.square(x))) }));

async function outputs(engine: 'compiled' | 'eager', program: ProgramSource) {
  const notices: string[] = [];
  const made = await createEngine({
    engine,
    backend: REFERENCE,
    threads: 1,
    notify: (n) => notices.push(n.code),
  });
  const bound = await (await made.compile(program)).bind(new Map());
  const { y } = await bound.run({ x: Float32Array.of(1, 2, -3, 0.5) });
  await bound.release();
  await made.dispose();
  return { name: made.name, backend: made.backend, y: Array.from(y), notices };
}

test('compiled runs in ONNX Runtime', async () => {
  expect(await outputs('compiled', square)).toEqual({
    name: 'compiled',
    backend: 'onnxruntime',
    y: [1, 4, 9, 0.25],
    notices: [],
  });
});

test('eager runs on the backend that is asked for', async () => {
  const expected = { name: 'eager', backend: REFERENCE_NAME, y: [1, 4, 9, 0.25] };
  expect(await outputs('eager', square)).toMatchObject(expected);
});

test('what cannot be compiled gives the same values, with a notice', async () => {
  const expected = await outputs('eager', unsupported);
  const { y, notices } = await outputs('compiled', unsupported);
  expect(notices).toEqual(['engine-fallback']);
  // It falls back on tfjs-node where that is installed, which rounds otherwise than plain JavaScript.
  expect(relativeError(expected.y, y)).toBeLessThan(1e-6);
});
