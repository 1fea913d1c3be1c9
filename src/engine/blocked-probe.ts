import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { ProgramSource } from './engine.ts';
import { lower } from './lower/lower.ts';
import { createProgram } from './program.ts';
import { record } from './record/record.ts';
import { simplify } from './simplify/simplify.ts';

/** Whole blocks of either size, but for 20: its last block has to be filled up. */
const SHAPES = new Map([
  ['first', [3, 3, 3, 32]],
  ['wide', [3, 3, 32, 20]],
  ['deep', [3, 3, 20, 1]],
  ['back', [1, 1, 20, 32]],
]);

/** A small network with everything that is written in blocks, and its gradient. */
const NETWORK: ProgramSource = {
  name: 'probe of blocked convolutions',
  inputs: { x: { shape: [2, 9, 9, 3], dtype: 'float32' } },
  weights: SHAPES,
  fn: ({ x }, weights) => {
    const filter = (name: string) => weights.get(name) as Tensor4D;
    const logits = (t: Tensor) => {
      const stem = tf.relu(tf.conv2d(t as Tensor4D, filter('first'), 1, 'same'));
      const wide = tf.clipByValue(tf.relu(tf.conv2d(stem, filter('wide'), 1, 'same')), 0, 6);
      const deep = tf.depthwiseConv2d(tf.maxPool(wide as Tensor4D, 3, 1, 'same'), filter('deep'), 1, 'same');
      const back = tf.conv2d(deep, filter('back'), 2, 'valid');
      const sum = tf.relu(tf.add(back, tf.avgPool(stem, 1, 2, 'valid')));
      return tf.mean(tf.square(tf.avgPool(sum as Tensor4D, 3, 1, 'same')), [1, 2]);
    };
    return { logits: logits(x), gradient: tf.grad((t) => tf.sum(logits(t)))(x) };
  },
};

/** Numbers without a pattern that a wrong order would keep, in [-1, 1]. */
const values = (length: number) => Float32Array.from({ length }, (_, i) => Math.sin(i * i + length));

let probed: Promise<number | null> | undefined;

/**
 * The number of channels in a block of ONNX Runtime's own convolutions on this processor (16 with AVX-512, else 8), or null
 * where neither gives what the operators of ONNX give. The blocked operators are internal to ONNX Runtime and undocumented:
 * they may change or vanish with any release, and are taken on this evidence alone. Looked into once per process.
 */
export function blockSize(): Promise<number | null> {
  probed ??= probe();
  return probed;
}

async function probe(): Promise<number | null> {
  const graph = simplify(record(NETWORK));
  const size = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);
  const weights = new Map([...SHAPES].map(([name, shape]) => [name, values(size(shape))]));
  const x = values(size(NETWORK.inputs.x.shape));
  const run = async (block: number | null) => {
    const program = await createProgram(NETWORK, lower(graph, { block }), 1);
    try {
      return await (await program.bind(weights)).run({ x });
    } finally {
      await program.dispose();
    }
  };
  const expected = await run(null);
  for (const block of [16, 8]) {
    try {
      if (agree(expected, await run(block))) return block;
    } catch {
      // A processor or a release without these operators.
    }
  }
  return null;
}

function agree(expected: Record<string, Float32Array>, actual: Record<string, Float32Array>): boolean {
  return Object.entries(expected).every(([name, list]) => {
    const tolerance = 1e-5 * list.reduce((top, value) => Math.max(top, Math.abs(value)), 0);
    return list.every((value, i) => Math.abs(value - actual[name][i]) <= tolerance);
  });
}
