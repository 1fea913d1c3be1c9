import type { Tensor4D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { TOLERANCE, valueAndGradients } from '../agreement.ts';
import { uniform } from '../differences.ts';
import { startReference } from '../reference.ts';

beforeAll(() => startReference());

const SHAPES: [number[], number[]][] = [
  [
    [2, 3, 4, 5],
    [2, 3, 4, 5],
  ],
  [[2, 3, 4, 5], [5]],
  [
    [2, 3, 4, 5],
    [1, 1, 1, 5],
  ],
  [
    [2, 3, 4, 5],
    [3, 4, 5],
  ],
  [
    [2, 3, 4, 5],
    [2, 1, 1, 5],
  ],
  [
    [2, 3, 4, 5],
    [4, 1],
  ],
  [[2, 3, 4, 5], [1]],
  [[2, 3, 4, 5], []],
  [
    [1, 3, 4, 5],
    [2, 1, 1, 1],
  ],
  [[3, 1], [4]],
  [[], []],
];
const OPERATORS = {
  add: tf.add,
  sub: tf.sub,
  mul: tf.mul,
  div: tf.div,
  maximum: tf.maximum,
  minimum: tf.minimum,
  'squared difference': tf.squaredDifference,
};

describe.each(SHAPES)('[%s] and [%s]', (a, b) => {
  const operands = () => ({ a: uniform(a, 1), b: uniform(b, 2, 0.5, 2) });

  test.each(Object.entries(OPERATORS))('%s', async (_, op) => {
    expect(await valueAndGradients(({ a, b }) => op(a, b), operands())).toBeLessThan(TOLERANCE);
    expect(
      await valueAndGradients(({ a, b }) => op(b, a), { a: uniform(a, 3, 0.5, 2), b: uniform(b, 4) }),
    ).toBeLessThan(TOLERANCE);
  });

  if (a.length === 4) {
    test.each(Object.entries(OPERATORS))('%s, behind a convolution', async (_, op) => {
      const filter = uniform([1, 1, 5, 5], 5) as Tensor4D;
      const image = (a: tf.Tensor) => tf.conv2d(a as Tensor4D, filter, 1, 'same');
      for (const weights of [[], ['b']]) {
        const error = await valueAndGradients(({ a, b }) => op(image(a), b), operands(), {
          weights,
        });
        expect(error).toBeLessThan(TOLERANCE);
      }
    });
  }
});
