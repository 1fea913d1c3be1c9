import '@tensorflow/tfjs-backend-cpu';
import type { Tensor, Tensor3D, Tensor4D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { blockSize } from '../../../src/engine/blocked-probe.ts';
import { createCompiledEngine } from '../../../src/engine/compiled.ts';
import type { Engine, ProgramSource, TensorFunction } from '../../../src/engine/engine.ts';
import { wholePlan } from '../../../src/engine/lower/assemble.ts';
import { lower } from '../../../src/engine/lower/lower.ts';
import { record } from '../../../src/engine/record/record.ts';
import { simplify } from '../../../src/engine/simplify/simplify.ts';
import { runEager, TOLERANCE } from '../agreement.ts';
import { relativeError, uniform } from '../differences.ts';
import { operatorsOf } from '../onnx/reader.ts';

let engine: Engine;
beforeAll(async () => {
  await tf.setBackend('cpu');
  // Where the processor has no blocked convolutions the same table is one of the public operators.
  engine = createCompiledEngine({ threads: 1, block: await blockSize() });
});
afterAll(() => engine.dispose());

type Image = Tensor4D;
type Inner = (t: Image, channels: number, weights: Inside) => Tensor;

/** Weights for what is inside, by the number of channels. */
const INSIDE: Readonly<Record<string, (c: number) => Tensor>> = {
  ...Object.fromEntries([1, 2, 3, 4].map((i) => [`vector${i}`, (c) => uniform([c], 20 + i, 0.5, 1.5)])),
  pointwise: (c) => uniform([1, 1, c, c], 31, -0.3, 0.3),
  pointwise2: (c) => uniform([1, 1, c, c], 32, -0.3, 0.3),
  square: (c) => uniform([3, 3, c, c], 33, -0.3, 0.3),
  square2: (c) => uniform([3, 3, c, c], 34, -0.3, 0.3),
  depthwise: (c) => uniform([3, 3, c, 1], 35),
  doubling: (c) => uniform([3, 3, c, 2], 36),
};
type Inside = (name: string) => Image;
const norm = (t: Tensor, w: Inside) => {
  const [a, b, c, d] = [1, 2, 3, 4].map((i) => w(`vector${i}`) as unknown as tf.Tensor1D);
  return tf.batchNorm(t, a, b, c, d);
};
const padded = (t: Image) =>
  tf.pad(t, [
    [0, 0],
    [1, 1],
    [1, 1],
    [0, 0],
  ]);

/** What comes between two convolutions, channels kept unless the filter after it adapts. */
const INNER: Readonly<Record<string, Inner>> = {
  nothing: (t) => t,
  relu: (t) => tf.relu(t),
  'capped relu': (t) => tf.clipByValue(tf.relu(t), 0, 0.5),
  relu6: (t) => tf.relu6(t),
  'leaky relu': (t) => tf.leakyRelu(t, 0.3),
  elu: (t) => tf.elu(t),
  sigmoid: (t) => tf.sigmoid(t),
  softplus: (t) => tf.softplus(t),
  'bias and relu': (t, _, w) => tf.relu(tf.add(t, w('vector1'))),
  'batch norm': (t, _, w) => tf.relu(norm(t, w)),
  'batch norm after relu': (t, _, w) => tf.relu(norm(tf.relu(t), w)),
  'itself added': (t) => tf.add(t, tf.relu(t)),
  'itself twice': (t) => tf.add(t, t),
  'max pooling, tiled': (t) => tf.maxPool(tf.relu(t), 2, 2, 'valid'),
  'max pooling, overlapping': (t) => tf.maxPool(tf.relu(t), 3, 2, 'valid'),
  'max pooling, same': (t) => tf.maxPool(tf.relu(t), 3, 2, 'same'),
  'max pooling, stride 1': (t) => tf.maxPool(tf.relu(t), 3, 1, 'same'),
  'max pooling of a frame': (t) => tf.maxPool(padded(tf.relu(t)) as Image, 3, 2, 'valid'),
  'a frame, cut off again': (t) => tf.slice(padded(t), [0, 0, 1, 0], [-1, t.shape[1], t.shape[2], -1]),
  'average pooling, tiled': (t) => tf.avgPool(t, 2, 2, 'valid'),
  'average pooling, same': (t) => tf.avgPool(t, 3, 1, 'same'),
  'average pooling, strided': (t) => tf.avgPool(t, 3, 2, 'same'),
  'a gate per image and channel': (t) => tf.mul(t, tf.sigmoid(tf.mean(t, [1, 2], true))),
  'a gate per pixel': (t) => tf.mul(t, tf.sigmoid(tf.mean(t, 3, true))),
  'a factor per row': (t) => tf.mul(t, tf.reshape(tf.range(1, t.shape[1] + 1), [t.shape[1], 1, 1])),
  'a scalar': (t) => tf.sub(tf.mul(t, 2), tf.scalar(1)),
  'a division': (t) => tf.div(tf.add(t, 1), tf.add(tf.square(t), 0.5)),
  'a reciprocal': (t) => tf.reciprocal(tf.add(tf.relu(t), 2)),
  'a maximum': (t) => tf.maximum(t, tf.neg(t)),
  'a selection': (t) => tf.where(tf.greater(t, 0.1), tf.mul(t, 3), t),
  'a comparison as numbers': (t) => tf.mul(t, tf.cast(tf.less(tf.abs(t), 0.2), 'float32')),
  'a sign, zero counted up': (t) => tf.add(t, tf.mul(tf.cast(tf.greaterEqual(t, 0), 'float32'), 0.5)),
  'the mean of all': (t) => tf.sub(t, tf.mean(tf.square(t), [1, 2, 3], true)),
  softmax: (t) => tf.softmax(t),
  'halves exchanged': (t, c) => {
    const [a, b] = tf.split(t, 2, 3);
    return tf.concat([b, tf.relu(a)].slice(0, c), 3);
  },
  'joined and cut': (t, c) => tf.slice(tf.concat([t, tf.relu(t)], 3), [0, 0, 0, c / 2], [-1, -1, -1, c]),
  'images exchanged': (t) => {
    const [a, b] = tf.split(t, 2, 0);
    return tf.concat([b, tf.relu(a)], 0);
  },
  'rows exchanged with columns': (t) => tf.transpose(t, [0, 2, 1, 3]),
  depthwise: (t, _, w) => tf.depthwiseConv2d(t, w('depthwise'), 1, 'same'),
  'depthwise, strided': (t, _, w) => tf.depthwiseConv2d(t, w('depthwise'), 2, 'same'),
  'depthwise of a frame': (t, _, w) => tf.depthwiseConv2d(padded(t) as Image, w('depthwise'), 2, 'valid'),
  'depthwise, doubled': (t, c, w) =>
    tf.slice(tf.depthwiseConv2d(t, w('doubling'), 1, 'same'), 0, [-1, -1, -1, c]),
  'a strided residual block': (t, _, w) => {
    const shared = tf.relu(t);
    const long = tf.relu(tf.conv2d(shared, w('pointwise2'), 2, 'same'));
    return tf.relu(
      tf.add(tf.conv2d(shared, w('pointwise'), 2, 'same'), tf.conv2d(long, w('square'), 1, 'same')),
    );
  },
  'two strided pointwise readers': (t, _, w) => {
    const shared = tf.relu(t);
    return tf.add(
      tf.conv2d(shared, w('pointwise'), 2, 'valid'),
      tf.conv2d(shared, w('pointwise2'), 2, 'valid'),
    );
  },
  'a residual block': (t, _, w) => {
    const inner = tf.relu(norm(tf.conv2d(tf.relu(t), w('square'), 1, 'same'), w)) as Image;
    return tf.relu(tf.add(t, tf.conv2d(inner, w('square2'), 1, 'same')));
  },
  'a strided convolution': (t, _, w) => tf.conv2d(t, w('square'), 2, 'same'),
  'a dilated convolution': (t, _, w) => tf.conv2d(t, w('square'), 1, 'same', 'NHWC', 2),
};

function between(inner: Inner, channels: number, width: number, size: number) {
  const [before, after] = [
    uniform([3, 3, channels, width], 11, -0.3, 0.3),
    uniform([3, 3, width, 16], 12, -0.3, 0.3),
  ];
  const upstream = uniform([2, size, size, 16], 13);
  const f = (x: Tensor, w: ReadonlyMap<string, Tensor>) => {
    const t = tf.conv2d(x as Image, w.get('before') as Image, 1, 'same');
    const middle = inner(t, width, (name) => w.get(name) as Image);
    return tf.conv2d(middle as Image, w.get('after') as Image, 1, 'same');
  };
  const fn: TensorFunction = ({ x }, w) => ({
    y: f(x, w),
    dx: tf.grad((t: Tensor) => {
      const y = f(t, w) as Image;
      return tf.sum(tf.mul(y, tf.slice(upstream, [0, 0, 0, 0], y.shape)));
    })(x),
  });
  const inside = Object.entries(INSIDE).map(([name, make]) => [name, make(width)]);
  return { fn, weights: { before, after, ...Object.fromEntries(inside) } };
}

async function compare(fn: TensorFunction, x: Tensor, weights: Record<string, Tensor>) {
  const source: ProgramSource = {
    name: 'test',
    fn,
    inputs: { x: { shape: x.shape, dtype: 'float32' } },
    weights: new Map(Object.entries(weights).map(([name, t]) => [name, t.shape])),
  };
  const expected = runEager(fn, { x }, weights);
  const program = await engine.compile(source);
  const data = new Map(Object.entries(weights).map(([name, t]) => [name, t.dataSync() as Float32Array]));
  const actual = await (await program.bind(data)).run({ x: x.dataSync() as Float32Array });
  await program.dispose();
  for (const [name, values] of Object.entries(expected)) {
    expect(relativeError(values, actual[name]), name).toBeLessThan(TOLERANCE);
  }
}

// Few channels are read as they are; 20 and 24 leave a block half empty; 7 rows cannot be halved.
describe.each([
  [3, 16, 8],
  [16, 32, 7],
  [16, 20, 8],
  [24, 24, 7],
])('from %i channels through %i at size %i', (channels, width, size) => {
  test.each(Object.entries(INNER))('%s', async (_, inner) => {
    const { fn, weights } = between(inner, channels, width, size);
    await compare(fn, uniform([2, size, size, channels], 14), weights);
  });
});

test('a value that is read in several orders', async () => {
  const weights = {
    before: uniform([3, 3, 16, 32], 1, -0.3, 0.3),
    after: uniform([3, 3, 32, 16], 2, -0.3, 0.3),
  };
  const f = (x: Tensor, w: ReadonlyMap<string, Tensor>) => {
    const t = tf.relu(tf.conv2d(x as Image, w.get('before') as Image, 1, 'same'));
    const after = tf.conv2d(t, w.get('after') as Image, 1, 'same');
    return tf.concat([tf.reshape(after, [2, -1]), tf.reshape(t, [2, -1]), tf.mean(t, [1, 2])], 1);
  };
  const fn: TensorFunction = ({ x }, w) => ({
    y: f(x, w),
    dx: tf.grad((t: Tensor) => tf.sum(tf.square(f(t, w))))(x),
  });
  await compare(fn, uniform([2, 6, 6, 16], 3), weights);
});

test('infinities stay out of the channels that fill up a block', async () => {
  const weights = { before: uniform([1, 1, 16, 20], 1), after: uniform([1, 1, 20, 16], 2) };
  const fn: TensorFunction = ({ x }, w) => {
    const t = tf.square(tf.conv2d(x as Image, w.get('before') as Image, 1, 'same'));
    return { y: tf.conv2d(tf.log(tf.add(t, 1e-3)) as Image, w.get('after') as Image, 1, 'same') };
  };
  await compare(fn, uniform([2, 4, 4, 16], 3), weights);
  const reciprocal: TensorFunction = ({ x }, w) => {
    const t = tf.conv2d(x as Image, w.get('before') as Image, 1, 'same');
    return { y: tf.conv2d(tf.reciprocal(t) as Image, w.get('after') as Image, 1, 'same') };
  };
  await compare(reciprocal, uniform([2, 4, 4, 16], 3), weights);
});

describe('what is written', () => {
  const shapes = new Map([
    ['before', [3, 3, 3, 32]],
    ['after', [3, 3, 32, 32]],
  ]);
  const network = (x: Tensor, w: ReadonlyMap<string, Tensor>) => {
    const t = tf.relu(tf.conv2d(x as Image, w.get('before') as Image, 1, 'same'));
    return tf.add(t, tf.relu(tf.conv2d(t, w.get('after') as Image, 1, 'same')));
  };
  const operators = (block: number | null, fn: TensorFunction) => {
    const inputs = { x: { shape: [1, 8, 8, 3], dtype: 'float32' } } as const;
    return operatorsOf(
      wholePlan(lower(simplify(record({ name: 'test', fn, inputs, weights: shapes })), { block })).run,
    );
  };
  const pooled: TensorFunction = ({ x }, w) => ({ y: tf.mean(network(x, w), [1, 2]) });

  test('images stay in blocks, activations are part of the convolutions', () => {
    expect(operators(16, pooled)).toEqual([
      'Transpose',
      ...['Conv', 'Conv', 'Add'],
      'ReorderOutput',
      ...['ReduceMean', 'Identity'],
    ]);
  });

  test('nothing of it without a block', () => {
    expect(operators(null, pooled)).not.toContain('ReorderOutput');
  });

  test('a sum is part of the convolution that ends last', () => {
    const residual: TensorFunction = ({ x }, w) => {
      const t = tf.relu(tf.conv2d(x as Image, w.get('before') as Image, 1, 'same'));
      const sum = tf.relu(tf.add(t, tf.conv2d(t, w.get('after') as Image, 1, 'same')));
      return { y: tf.mean(sum as Tensor3D, [1, 2]) };
    };
    expect(operators(16, residual)).toEqual([
      'Transpose',
      ...['Conv', 'Conv'],
      'ReorderOutput',
      ...['ReduceMean', 'Identity'],
    ]);
  });
});
