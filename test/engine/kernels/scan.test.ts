import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { TOLERANCE, valueAndGradients } from '../agreement.ts';
import { uniform } from '../differences.ts';
import { startReference } from '../reference.ts';

beforeAll(() => startReference());

const SHAPES = [[7], [2, 5], [3, 1, 4], [2, 3, 4, 5]];
const AXES = SHAPES.flatMap((shape) => shape.map((_, axis): [number[], number] => [shape, axis]));

describe.each(AXES)('[%s] along axis %i', (shape, axis) => {
  describe.each([
    [false, false],
    [true, false],
    [false, true],
    [true, true],
  ])('exclusive %s, reverse %s', (exclusive, reverse) => {
    test('running sum', async () => {
      const sum = ({ x }: tf.NamedTensorMap) => tf.cumsum(x, axis, exclusive, reverse);
      expect(await valueAndGradients(sum, { x: uniform(shape, 1) })).toBeLessThan(TOLERANCE);
    });

    test('running product', async () => {
      const product = ({ x }: tf.NamedTensorMap) => tf.cumprod(x, axis, exclusive, reverse);
      const error = await valueAndGradients(product, { x: uniform(shape, 1, 0.5, 2) }, { at: [] });
      expect(error).toBeLessThan(TOLERANCE);
    });
  });

  test('reversal, a slice backwards and a product', async () => {
    const FUNCTIONS: ((x: Tensor) => Tensor)[] = [
      (x) => tf.reverse(x, axis),
      (x) => tf.reverse(x, axis - shape.length),
      (x) => tf.prod(x, axis, true),
      (x) => tf.prod(x, axis),
      (x) =>
        tf.stridedSlice(
          x,
          shape.map((d, a) => (a === axis ? d : 0)),
          shape.map((d, a) => (a === axis ? 0 : d)),
          shape.map((_, a) => (a === axis ? -1 : 1)),
          0,
          1 << axis,
        ),
    ];
    for (const f of FUNCTIONS) {
      expect(await valueAndGradients(({ x }) => f(x), { x: uniform(shape, 1) })).toBeLessThan(TOLERANCE);
    }
  });
});

test('running sums of whole numbers and products with zeros', async () => {
  const whole = { x: tf.tensor2d([1, 2, 3, 4, 5, 6], [2, 3], 'int32') };
  expect(await valueAndGradients(({ x }) => tf.cumsum(x, 1), whole)).toBe(0);
  const zeros = { x: tf.tensor2d([1, 0, 3, 0, 0, 6], [2, 3]) };
  expect(await valueAndGradients(({ x }) => tf.prod(x, 1), zeros)).toBeLessThan(TOLERANCE);
  expect(await valueAndGradients(({ x }) => tf.prod(x), zeros)).toBeLessThan(TOLERANCE);
});
