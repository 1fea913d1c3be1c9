import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { OnnxNode } from '../../../../../src/model/formats/onnx/operators/node.ts';
import { plain } from '../../../../../src/model/formats/onnx/operators/plain.ts';
import { OPERATORS, operatorFor } from '../../../../../src/model/formats/onnx/operators/table.ts';
import { agreesWithRuntime, results, tensorOf } from './agreement.ts';
import { ACTIVATIONS } from './cases/activations.ts';
import { ARITHMETIC } from './cases/arithmetic.ts';
import { CHOICES } from './cases/choosing.ts';
import { CONVOLUTIONS } from './cases/convolution.ts';
import { LEARNING } from './cases/learning.ts';
import { MOVES } from './cases/moving.ts';
import { NORMALISATIONS } from './cases/normalisation.ts';
import { POOLINGS } from './cases/pooling.ts';
import { PRODUCTS } from './cases/products.ts';
import { QUANTISATIONS } from './cases/quantisation.ts';
import { RECURRENCES } from './cases/recurrent.ts';
import { RESIZINGS } from './cases/resizing.ts';
import { constant, given, single } from './operands.ts';

const CASES = [
  ...ACTIVATIONS,
  ...CONVOLUTIONS,
  ...POOLINGS,
  ...NORMALISATIONS,
  ...PRODUCTS,
  ...ARITHMETIC,
  ...MOVES,
  ...CHOICES,
  ...RESIZINGS,
  ...RECURRENCES,
  ...QUANTISATIONS,
  ...LEARNING,
];

agreesWithRuntime(CASES);

/** ONNX Runtime hands out no maps in Node: reading.test.ts has a file with one. */
const WITHOUT_CASE = new Set(['ZipMap']);

test('every meaning of every operator has a case', () => {
  const missing = OPERATORS.filter(({ name }) => !WITHOUT_CASE.has(name)).filter(
    ({ name, domain, sets: [first, last] }) =>
      !CASES.some(
        ({ op, domain: of = '', set = 17 }) => op === name && of === domain && set >= first && set <= last,
      ),
  );
  expect(missing.map(({ name, sets }) => `${name} ${sets}`)).toEqual([]);
});

test('whole numbers between bounds stay whole', () => {
  const parts = {
    thing: 'net.onnx',
    name: 'clip',
    op: 'Clip',
    domain: '',
    set: 17,
    attributes: new Map(),
    outputs: 1,
  };
  const bounds = [0, 6].map((value) => plain('int64', [], [value]));
  const x = tf.tensor1d([-3, 2, 9], 'int32');
  const clipped = operatorFor('', 'Clip', 17)!.apply(
    [x],
    new OnnxNode(parts, [null, ...bounds]),
  ) as tf.Tensor;
  expect([clipped.dtype, ...clipped.dataSync()]).toEqual(['int32', 0, 2, 6]);
});

test('the gradient passes the rounding of a quantisation, and not the ends of its range', () => {
  const points = [-9, -0.4, 0.2, 9];
  const operands = [given([4], points), constant([], [0.05]), single(0, 'int8')];
  const f = (x: tf.Tensor) => tf.sum(tensorOf(results({ op: 'QuantizeLinear', operands }, { x0: x })[0]));
  const gradient = tf.grad(f)(tf.tensor1d(points));
  expect(Array.from(gradient.dataSync(), Math.round)).toEqual([0, 20, 20, 0]);
});
