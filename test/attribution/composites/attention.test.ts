import '../../../src/tfjs-cpu.ts';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { attention } from '../../../src/attribution/composites/attention.ts';
import { withComposite } from '../../../src/engine/composite.ts';
import { relativeError, uniform } from '../../engine/differences.ts';
import { startReference } from '../../engine/reference.ts';

type Matrix = number[][];
const TOKENS = 4;
const WIDTH = 3;

beforeAll(() => startReference());

/** x times the signal that arrives there. */
function relevance(f: (x: tf.Tensor) => tf.Tensor, x: tf.Tensor): Float32Array {
  const logit = (t: tf.Tensor) => tf.sum(withComposite(attention, () => f(t), t).result);
  return tf.mul(x, tf.grad(logit)(x)).dataSync() as Float32Array;
}

test('attention, by the formulas of the paper in loops', () => {
  const x = uniform([TOKENS, WIDTH], 3, 0.2, 1.5);
  const f = (t: tf.Tensor) =>
    tf.matMul(tf.softmax(tf.matMul(t as tf.Tensor2D, t as tf.Tensor2D, false, true)), t as tf.Tensor2D);
  const rows = x.arraySync() as Matrix;
  const weights = tf
    .softmax(tf.matMul(x as tf.Tensor2D, x as tf.Tensor2D, false, true))
    .arraySync() as Matrix;
  const expected = rows.map((row) => row.map(() => 0));
  // Relevance of every output O_jp is O_jp, as the signal begins with 1. Eq. 10: each product A_ji V_ip hands half to both.
  const ofWeights = weights.map((row) => row.map(() => 0));
  for (let j = 0; j < TOKENS; j++)
    for (let i = 0; i < TOKENS; i++)
      for (let p = 0; p < WIDTH; p++) {
        const share = (weights[j][i] * rows[i][p]) / 2;
        ofWeights[j][i] += share;
        expected[i][p] += share;
      }
  // Eq. 7: R_i = s_i of the scores times (R_i / A_i - sum R), in terms of the scores z.
  for (let j = 0; j < TOKENS; j++) {
    const total = ofWeights[j].reduce((a, b) => a + b, 0);
    for (let i = 0; i < TOKENS; i++) {
      const score = rows[j].reduce((sum, v, k) => sum + v * rows[i][k], 0);
      const ofScore = score * (ofWeights[j][i] - weights[j][i] * total);
      for (let k = 0; k < WIDTH; k++) {
        const half = (rows[j][k] * rows[i][k] * ofScore) / score / 2;
        expected[j][k] += half;
        expected[i][k] += half;
      }
    }
  }
  expect(relativeError(expected.flat(), relevance(f, x))).toBeLessThan(1e-5);
});

test('a norm is linear: what it divides by takes nothing', () => {
  const x = uniform([2, 5], 5, -1, 1);
  const norm = (t: tf.Tensor) => {
    const centred = tf.sub(t, tf.mean(t, -1, true));
    return tf.div(centred, tf.sqrt(tf.add(tf.mean(tf.square(centred), -1, true), 1e-6)));
  };
  const weights = uniform([2, 5], 6, -1, 1);
  const f = (t: tf.Tensor) => tf.mul(norm(t), weights);
  const sums = tf.sum(f(x), 1).dataSync();
  const found = relevance(f, x);
  expect([0, 5].map((from) => found.subarray(from, from + 5).reduce((a, b) => a + b, 0))).toEqual([
    expect.closeTo(sums[0], 5),
    expect.closeTo(sums[1], 5),
  ]);
});

test.each<[string, (x: tf.Tensor) => tf.Tensor]>([
  ['GELU', (x) => tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1))],
  ['swish', (x) => tf.mul(x, tf.sigmoid(x))],
  ['ReLU', tf.relu],
  ['tanh', tf.tanh],
])('%s passes relevance unchanged', (_, activation) => {
  const x = uniform([1, 8], 7, -2, 2);
  const f = (t: tf.Tensor) => tf.mul(activation(t), 3);
  expect(relativeError(f(x).dataSync(), relevance(f, x))).toBeLessThan(1e-5);
});

test('an operation without a rule is refused by its name', () => {
  const x = uniform([1, 4], 8, 1, 2);
  expect(() => relevance((t) => tf.floorDiv(t, 2), x)).toThrowErrorMatchingInlineSnapshot(
    `[InputError: composite attn-lrp: expected a network of operations that it has a rule for, found the operation FloorDiv.]`,
  );
});

test.each(['a mask', 'a guard against what is no number'])('%s passes what it chooses', (kind) => {
  const x = uniform([TOKENS, TOKENS], 7, 0.2, 1.5);
  const open = tf.tensor2d(
    [1, 1, 1, 0].flatMap((_, i) => [1, 1, 1, i % 2]),
    [TOKENS, TOKENS],
    'bool',
  );
  const softmax = (t: tf.Tensor) => tf.softmax(t as tf.Tensor2D);
  const masked = (t: tf.Tensor) => softmax(tf.where(open, t, -1e4));
  const guarded = (t: tf.Tensor) => tf.where(tf.isNaN(softmax(t)), 0, softmax(t));
  const chosen = kind === 'a mask' ? masked : guarded;
  // The same without a choice.
  const added = (t: tf.Tensor) =>
    softmax(kind === 'a mask' ? tf.add(t, tf.mul(tf.sub(1, tf.cast(open, 'float32')), -1e4)) : t);
  const values = (f: (t: tf.Tensor) => tf.Tensor) => (t: tf.Tensor) => tf.mul(f(t), tf.range(1, 5));
  expect(relativeError(relevance(values(added), x), relevance(values(chosen), x))).toBeLessThan(1e-5);
});
