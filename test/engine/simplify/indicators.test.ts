import '../../../src/tfjs-cpu.ts';
import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { TensorFunction } from '../../../src/engine/engine.ts';
import { record } from '../../../src/engine/record/record.ts';
import { simplify } from '../../../src/engine/simplify/simplify.ts';
import { runCompiled, runEager } from '../agreement.ts';

beforeAll(() => tf.setBackend('cpu'));

const EDGES = [-Infinity, -3e38, -1, -1.2e-38, -0, 0, 1.2e-38, 1, 3e38, Infinity];
const numbers = (condition: Tensor) => tf.cast(condition, 'float32');

describe.each([
  ['equal', tf.equal],
  ['greater', tf.greater],
  ['greaterEqual', tf.greaterEqual],
  ['less', tf.less],
  ['lessEqual', tf.lessEqual],
] as const)('%s as numbers', (_, compare) => {
  test.each([0, 1])('than %f is what it is eagerly, at edges too', async (bound) => {
    const fn: TensorFunction = ({ x }) => ({ y: numbers(compare(x, bound)) });
    const x = tf.tensor1d(EDGES);
    expect([...(await runCompiled(fn, { x })).y]).toEqual([...runEager(fn, { x }).y]);
  });

  test('is one kernel', () => {
    const inputs = { x: { shape: [2], dtype: 'float32' } } as const;
    const fn: TensorFunction = ({ x }) => ({ y: numbers(compare(x, 0)) });
    const { nodes } = simplify(record({ name: 'test', fn, inputs, weights: new Map() }));
    expect(nodes.map(({ kernel }) => kernel)).toEqual(['Indicator']);
  });
});
