import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { TOLERANCE, valueAndGradients } from '../agreement.ts';
import { uniform } from '../differences.ts';
import { startReference } from '../reference.ts';

beforeAll(() => startReference());

type Range = [number, number];
const at = (shape: number[]) => ({ x: uniform(shape, 1) });

// Shape, begin, end, strides, and the masks for begin, end, ellipsis, new axes, dropped axes.
const STRIDED: [number[], number[], number[], number[], number[]?][] = [
  [[7], [1], [6], [2]],
  [[7], [6], [0], [-1]],
  [[7], [5], [0], [-2]],
  [[7], [-2], [-6], [-2]],
  [
    [4, 5],
    [0, 1],
    [4, 5],
    [1, 3],
  ],
  [
    [4, 5],
    [3, 0],
    [0, 5],
    [-2, 2],
  ],
  [
    [4, 5],
    [0, 0],
    [0, 0],
    [1, 2],
    [3, 3],
  ],
  [
    [4, 5],
    [0, 0],
    [0, 0],
    [-1, -2],
    [3, 3],
  ],
  [
    [3, 4, 5],
    [0, 1, 0],
    [3, 3, 5],
    [2, 1, 2],
  ],
  [
    [3, 4, 5],
    [1, 0, 0],
    [2, 4, 5],
    [1, 1, 1],
    [0, 0, 0, 0, 1],
  ],
  [
    [3, 4, 5],
    [0, 1],
    [0, 4],
    [1, 2],
    [0, 0, 1],
  ],
  [
    [3, 4],
    [0, 0, 1],
    [3, 0, 4],
    [1, 1, 2],
    [0, 0, 0, 2],
  ],
  [
    [2, 5, 6, 4],
    [0, 1, 0, 0],
    [2, 5, 6, 4],
    [1, 2, 3, 1],
  ],
];

test.each(STRIDED)(
  'part of [%s] from [%s] to [%s] by [%s], masks %s',
  async (shape, begin, end, by, masks) => {
    const f = ({ x }: tf.NamedTensorMap) => tf.stridedSlice(x, begin, end, by, ...(masks ?? []));
    expect(await valueAndGradients(f, at(shape))).toBeLessThan(TOLERANCE);
  },
);

const FRAMES: [number[], Range[]][] = [
  [[5], [[2, 3]]],
  [
    [3, 4],
    [
      [0, 2],
      [3, 0],
    ],
  ],
  [
    [2, 3, 4],
    [
      [0, 0],
      [2, 2],
      [1, 0],
    ],
  ],
  [
    [2, 5, 6, 3],
    [
      [0, 0],
      [3, 2],
      [1, 4],
      [0, 0],
    ],
  ],
];

describe.each(['reflect', 'symmetric'] as const)('frame, %s', (mode) => {
  test.each(FRAMES)('of [%s] by [%s]', async (shape, paddings) => {
    const f = ({ x }: tf.NamedTensorMap) => tf.mirrorPad(x, paddings as [Range], mode);
    expect(await valueAndGradients(f, at(shape))).toBeLessThan(TOLERANCE);
  });
});

const BLOCKS: [number[], number[], Range[]][] = [
  [[2, 6, 3], [2], [[0, 0]]],
  [
    [1, 4, 4, 2],
    [2, 2],
    [
      [0, 0],
      [0, 0],
    ],
  ],
  [
    [2, 5, 7, 3],
    [2, 3],
    [
      [1, 0],
      [2, 0],
    ],
  ],
  [
    [3, 4, 2],
    [2, 2],
    [
      [1, 1],
      [0, 0],
    ],
  ],
];

test.each(BLOCKS)('blocks of [%s] by [%s] framed by [%s], and back', async (shape, block, pads) => {
  const there = (x: Tensor) => tf.spaceToBatchND(x, block, pads);
  expect(await valueAndGradients(({ x }) => there(x), at(shape))).toBeLessThan(TOLERANCE);
  const back = (x: Tensor) => tf.batchToSpaceND(tf.square(there(x)), block, pads);
  expect(await valueAndGradients(({ x }) => back(x), at(shape))).toBeLessThan(TOLERANCE);
});

test.each([
  [[2, 3, 4, 8], 2],
  [[1, 2, 2, 9], 3],
])('channels of [%s] to blocks of side %i', async (shape, size) => {
  const f = ({ x }: tf.NamedTensorMap) => tf.depthToSpace(x as Tensor4D, size);
  expect(await valueAndGradients(f, at(shape))).toBeLessThan(TOLERANCE);
});

// Equation and shapes that tfjs can compute itself, among them the projections and products of attention.
const PRODUCTS: [string, ...number[][]][] = [
  ['ij,jk->ik', [3, 4], [4, 5]],
  ['ij,ij->', [3, 4], [3, 4]],
  ['abc,cde->abde', [2, 3, 4], [4, 2, 5]],
  ['acbe,aecd->abcd', [2, 3, 4, 5], [2, 5, 3, 2]],
  ['abcd,cde->abe', [2, 3, 4, 2], [4, 2, 5]],
  ['aecd,abcd->acbe', [2, 3, 4, 5], [2, 6, 4, 5]],
  ['i,j->ij', [3], [4]],
  ['ijk->kj', [2, 3, 4]],
];

test.each(PRODUCTS)('einsum %s', async (equation, ...shapes) => {
  const names = ['a', 'b'].slice(0, shapes.length);
  const operands = Object.fromEntries(names.map((name, i) => [name, uniform(shapes[i], i + 1)]));
  const f = (given: Record<string, Tensor>) => tf.einsum(equation, ...names.map((name) => given[name]));
  expect(await valueAndGradients(f, operands)).toBeLessThan(TOLERANCE);
});

test.each([
  [1, 1, 0.5, 0.75],
  [2, 2, 0.1, 0.5],
  [5, 1, 1, 0.5],
])('response normalisation, radius %i, bias %d, alpha %d, beta %d', async (radius, bias, alpha, beta) => {
  const f = ({ x }: tf.NamedTensorMap) =>
    tf.localResponseNormalization(x as Tensor4D, radius, bias, alpha, beta);
  expect(await valueAndGradients(f, at([2, 3, 4, 6]))).toBeLessThan(TOLERANCE);
});

test('whole-number quotients and remainders, and truth values along axes', async () => {
  const operands = { x: uniform([3, 4], 1, -5, 5), y: uniform([4], 2, 1, 3) };
  const quotient = ({ x, y }: tf.NamedTensorMap) => tf.mul(x, tf.cast(tf.floorDiv(x, y), 'float32'));
  expect(await valueAndGradients(quotient, operands)).toBeLessThan(TOLERANCE);
  expect(await valueAndGradients(({ x, y }) => tf.mod(x, y), operands)).toBeLessThan(TOLERANCE);
  const whole = { x: tf.tensor1d([-7, -1, 0, 5, 7], 'int32'), y: tf.tensor1d([3, 3, 3, 3, 2], 'int32') };
  expect(await valueAndGradients(({ x, y }) => tf.floorDiv(x, y), whole)).toBe(0);
  expect(await valueAndGradients(({ x, y }) => tf.mod(x, y), whole)).toBe(0);
  const chosen = ({ x }: tf.NamedTensorMap) =>
    tf.where(
      tf.any(tf.greater(x, 3), 1, true),
      tf.where(tf.all(tf.less(x, 4), 0, true), x, tf.neg(x)),
      tf.square(x),
    );
  expect(await valueAndGradients(chosen, { x: operands.x })).toBeLessThan(TOLERANCE);
});
