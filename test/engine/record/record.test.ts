import '../../../src/tfjs-cpu.ts';
import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { type TensorFunction, UnsupportedKernelError } from '../../../src/engine/engine.ts';
import { record } from '../../../src/engine/record/record.ts';

beforeAll(() => tf.setBackend('cpu'));

const recorded = (fn: TensorFunction, shape = [2, 4]) =>
  record({ name: 'test', fn, inputs: { x: { shape, dtype: 'float32' } }, weights: new Map([['w', [4, 3]]]) });
const kernels = (fn: TensorFunction, shape?: number[]) =>
  recorded(fn, shape).nodes.map((node) => node.kernel);

test('forward and backward pass become one list of kernels, in order', () => {
  const f = (x: Tensor, w: Tensor) => tf.sum(tf.relu(tf.matMul(x, w)));
  expect(kernels(({ x }, w) => ({ g: tf.grad((t) => f(t, w.get('w')!))(x) }))).toEqual([
    'BatchMatMul',
    'Reshape',
    'Multiply',
    'Step',
    'Multiply',
    'BatchMatMul',
  ]);
});

test('what no output needs is left out', () => {
  const fn: TensorFunction = ({ x }) => {
    tf.exp(tf.sin(x));
    return { y: tf.neg(x) };
  };
  expect(kernels(fn)).toEqual(['Neg']);
});

test('reshapes and casts that change nothing are left out', () => {
  const fn: TensorFunction = ({ x }) => ({ y: tf.neg(tf.cast(tf.reshape(x, [2, 4]), 'float32')) });
  expect(kernels(fn)).toEqual(['Neg']);
  expect(kernels(({ x }) => ({ y: tf.cast(tf.reshape(x, [4, 2]), 'int32') }))).toEqual(['Reshape', 'Cast']);
});

test('a tensor of another backend is read as a constant, and stays where it is', () => {
  const own = tf.tensor2d([[1, 2, 3, 4]]);
  const uniform = tf.fill([1, 4], 7);
  const { nodes } = recorded(({ x }) => ({ y: tf.add(tf.mul(x, own), uniform) }));
  const [product, sum] = nodes.map((node) => node.inputs.b.source);
  expect(product).toEqual({ kind: 'constant', data: Float32Array.of(1, 2, 3, 4) });
  expect(sum).toEqual({ kind: 'constant', data: Float32Array.of(7) });
  expect([...own.dataSync()]).toEqual([1, 2, 3, 4]);
});

test('an input or weight may be an output as it is', () => {
  const { outputs, inputs, weights } = recorded(({ x }, w) => ({ x, w: w.get('w')! }));
  expect(outputs.get('x')).toBe(inputs.get('x'));
  expect(outputs.get('w')).toBe(weights.get('w'));
});

describe('refused while recording', () => {
  const variable = tf.variable(tf.zeros([2]), true, 'moving_mean');
  const disposed = tf.zeros([2, 4]);
  disposed.dispose();
  const kept: { tensor?: Tensor } = {};
  const CASES: [string, TensorFunction, string][] = [
    [
      'reading a result',
      ({ x }) => ({ y: tf.scalar(tf.sum(tf.relu(x)).dataSync()[0]) }),
      'the result of Sum (shape []) was read on the host (dataSync, arraySync or data) while recording: a recorded function may not depend on values',
    ],
    [
      'reading an input',
      ({ x }) => ({ y: tf.tensor(x.arraySync() as number[][]) }),
      'input x (shape [2,4]) was read on the host (dataSync, arraySync or data) while recording: a recorded function may not depend on values',
    ],
    [
      'reading a weight',
      (_, w) => ({ y: tf.tensor(w.get('w')!.arraySync() as number[][]) }),
      'weight w (shape [4,3]) was read on the host (dataSync, arraySync or data) while recording: a recorded function may not depend on values',
    ],
    [
      'assigning a variable',
      ({ x }) => {
        variable.assign(tf.ones([2]));
        return { x };
      },
      'variable moving_mean was assigned while recording: a recorded function may not change state',
    ],
    [
      'active dropout',
      ({ x }) => ({ y: tf.dropout(x, 0.5) }),
      'randomUniform was called while recording (active dropout?): random values must be inputs',
    ],
    [
      'random normal values',
      ({ x }) => ({ y: tf.add(x, tf.randomNormal([2, 4], 0, 1, 'float32', 3)) }),
      'randomNormal was called while recording (active dropout?): random values must be inputs',
    ],
    [
      'a kernel without a translation',
      ({ x }) => ({ y: tf.atan2(x, x) }),
      'kernel Atan2 cannot be compiled: no translation is known',
    ],
    [
      'an empty result',
      ({ x }) => ({ y: tf.slice(x, [0, 0], [0, 4]) }),
      'kernel Slice cannot be compiled: its result [0,4] has no elements',
    ],
    [
      'a disposed tensor',
      ({ x }) => ({ y: tf.add(x, disposed) }),
      'a tensor was used while recording after it had been disposed',
    ],
    [
      'a tensor of an earlier recording',
      ({ x }) => ({ y: tf.add(x, kept.tensor!) }),
      'a tensor of an earlier recording was used',
    ],
    [
      'recording inside a recording',
      ({ x }) => {
        recorded(() => ({ x }));
        return { x };
      },
      'a function cannot be recorded while another one is',
    ],
  ];

  test.each(CASES)('%s', (_, fn, message) => {
    recorded(({ x }) => {
      kept.tensor = tf.keep(tf.neg(x));
      return { x };
    });
    const tensors = tf.memory().numTensors;
    expect(() => recorded(fn)).toThrow(message);
    expect(tf.getBackend()).toBe('cpu');
    expect(tf.memory().numTensors).toBe(tensors);
    expect([...tf.neg(tf.tensor1d([1, 2])).dataSync()]).toEqual([-1, -2]);
    kept.tensor?.dispose();
  });

  test('an unknown kernel has an error of its own, which the fall-back recognises', () => {
    expect(() => recorded(({ x }) => ({ y: tf.atan2(x, x) }))).toThrow(UnsupportedKernelError);
    try {
      recorded(({ x }) => ({ y: tf.atan2(x, x) }));
    } catch (error) {
      expect((error as UnsupportedKernelError).kernel).toBe('Atan2');
    }
    expect.assertions(2);
  });

  test('an empty input', () => {
    expect(() => recorded(({ x }) => ({ x }), [0, 4])).toThrow('input x: shape [0,4] has no elements');
  });
});

test('afterwards variables can be assigned, and nothing is left of the recording', () => {
  const variable = tf.variable(tf.zeros([2]));
  const before = tf.memory();
  for (let i = 0; i < 3; i++)
    recorded(({ x }, w) => ({ y: tf.grad((t) => tf.sum(tf.matMul(t, w.get('w')!)))(x) }));
  const { numTensors, numDataBuffers, numBytes } = tf.memory();
  expect({ numTensors, numDataBuffers, numBytes }).toEqual({
    numTensors: before.numTensors,
    numDataBuffers: before.numDataBuffers,
    numBytes: before.numBytes,
  });
  const ones = tf.ones([2]);
  variable.assign(ones);
  expect([...variable.dataSync()]).toEqual([1, 1]);
});

test('the gradient of a repetition takes no more kernels for more copies', () => {
  const repeated = (times: number) =>
    kernels(({ x }) => ({ g: tf.grad((t) => tf.sum(tf.square(tf.tile(t, [times, 1]))))(x) }));
  expect(repeated(400)).toEqual(repeated(2));
});
