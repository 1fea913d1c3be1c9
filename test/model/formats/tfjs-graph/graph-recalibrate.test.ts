import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEngine } from '../../../../src/engine/create.ts';
import type { Engine } from '../../../../src/engine/engine.ts';
import { loadModel } from '../../../../src/model/load.ts';
import type { Model, Weights } from '../../../../src/model/model.ts';
import { describeRandomization, randomize } from '../../../../src/randomize/randomize.ts';
import { Recalibration } from '../../../../src/randomize/recalibrate.ts';
import { uniform } from '../../../engine/differences.ts';
import { tensors } from '../../networks.ts';
import { attribute, GraphBuilder } from './graph-builder.ts';
import { convolution } from './graph-networks.ts';

const SHAPE = [6, 6, 2];
const COUNT = 5;
const values = uniform([COUNT, ...SHAPE], 9, -1, 2).dataSync() as Float32Array;

const fused = (activation: string) => ({
  ...convolution(),
  fused_ops: attribute.texts(['BiasAdd', activation]),
  num_args: attribute.int(1),
});

/**
 * Normalisations in every form that conversion leaves: a node of its own; folded into a fused convolution and into a
 * fused depthwise one; as a scale and an offset after a convolution; as an offset that comes after a residual.
 */
function network(): GraphBuilder {
  const g = new GraphBuilder();
  g.placeholder('x', [null, ...SHAPE]);
  g.weight('a/Conv2D/ReadVariableOp', [3, 3, 2, 4]);
  g.op('a/Conv2D', 'Conv2D', ['x', 'a/Conv2D/ReadVariableOp'], convolution());
  g.positive('bn_a/gamma', [4]);
  g.weight('bn_a/beta', [4]);
  g.weight('bn_a/mean', [4]);
  g.weight('bn_a/variance', [4], [0.5, 0.9, 1.4, 2]);
  const statistics = ['bn_a/gamma', 'bn_a/beta', 'bn_a/mean', 'bn_a/variance'];
  g.op('bn_a/FusedBatchNormV3', 'FusedBatchNormV3', ['a/Conv2D', ...statistics], {
    epsilon: attribute.float(0.01),
    is_training: attribute.flag(false),
  });
  g.op('a/Relu', 'Relu', ['bn_a/FusedBatchNormV3']);
  g.weight('b/Conv2D_weights', [3, 3, 4, 4]);
  g.weight('b/Conv2D_bn_offset', [4]);
  g.op('b/Relu6', '_FusedConv2D', ['a/Relu', 'b/Conv2D_weights', 'b/Conv2D_bn_offset'], fused('Relu6'));
  g.weight('c/depthwise_weights', [3, 3, 4, 1]);
  g.weight('c/depthwise_bn_offset', [4]);
  g.op(
    'c/depthwise',
    'FusedDepthwiseConv2dNative',
    ['b/Relu6', 'c/depthwise_weights', 'c/depthwise_bn_offset'],
    fused('Elu'),
  );
  g.weight('d/kernel', [1, 1, 4, 4]);
  g.op('d/convolution', 'Conv2D', ['c/depthwise', 'd/kernel'], convolution());
  g.weight('bn_d/batchnorm/mul', [4], [0.7, 1.2, 0.9, 1.6]);
  g.op('bn_d/batchnorm/mul_1', 'Mul', ['d/convolution', 'bn_d/batchnorm/mul']);
  g.weight('bn_d/batchnorm/sub', [4]);
  g.op('bn_d/batchnorm/add_1', 'AddV2', ['bn_d/batchnorm/mul_1', 'bn_d/batchnorm/sub']);
  g.weight('e/kernel', [1, 1, 4, 4]);
  g.op('e/convolution', 'Conv2D', ['bn_d/batchnorm/add_1', 'e/kernel'], convolution());
  g.op('e/residual', 'AddV2', ['b/Relu6', 'e/convolution']);
  g.weight('bn_e/batchnorm/sub', [4]);
  g.op('bn_e/batchnorm/add_1', 'AddV2', ['e/residual', 'bn_e/batchnorm/sub']);
  g.ints('axes', [1, 2]);
  g.op('mean', 'Mean', ['bn_e/batchnorm/add_1', 'axes']);
  g.weight('f/kernel', [4, 3]);
  g.weight('f/bias', [3]);
  g.op('f/MatMul', 'MatMul', ['mean', 'f/kernel']);
  g.op('f/BiasAdd', 'BiasAdd', ['f/MatMul', 'f/bias']);
  return g;
}

let model: Model;
beforeAll(async () => {
  await tf.setBackend('cpu');
  model = await loadModel(await network().save());
});

/** Mean and variance by channel of what a part of the network gives, before its activation. */
function moments(z: tf.Tensor): { mean: number[]; variance: number[] } {
  const { mean, variance } = tf.moments(z, [0, 1, 2]);
  return { mean: [...mean.dataSync()], variance: [...variance.dataSync()] };
}

/** The network from the formulas, up to each normalisation: what the normalisation is given, and what it makes of it. */
function byHand(weights: Weights) {
  const w = tensors(model, weights);
  const at = (name: string) => w.get(name)!;
  const conv = (x: tf.Tensor, name: string) =>
    tf.conv2d(x as tf.Tensor4D, at(name) as tf.Tensor4D, 1, 'same') as tf.Tensor;
  const a = conv(tf.tensor(values, [COUNT, ...SHAPE]), 'a/Conv2D/ReadVariableOp');
  const centred = tf.sub(a, at('bn_a/mean'));
  const normal = tf.div(centred, tf.sqrt(tf.add(at('bn_a/variance'), 0.01)));
  const relu = tf.relu(tf.add(tf.mul(normal, at('bn_a/gamma')), at('bn_a/beta')));
  const b = tf.add(conv(relu, 'b/Conv2D_weights'), at('b/Conv2D_bn_offset'));
  const depth = at('c/depthwise_weights') as tf.Tensor4D;
  const c = tf.add(
    tf.depthwiseConv2d(tf.relu6(b) as tf.Tensor4D, depth, 1, 'same'),
    at('c/depthwise_bn_offset'),
  );
  const d = tf.add(tf.mul(conv(tf.elu(c), 'd/kernel'), at('bn_d/batchnorm/mul')), at('bn_d/batchnorm/sub'));
  const e = tf.add(conv(d, 'e/kernel'), at('bn_e/batchnorm/sub'));
  return { a, b, c, d, e };
}

test('every form is found, in the layer that it scales', () => {
  expect(model.normalisations?.map(({ layer, folded }) => [layer, folded?.scaled ?? null])).toEqual([
    ['bn_a', null],
    ['b', 'b/Conv2D_weights'],
    ['c', 'c/depthwise_weights'],
    ['d', 'bn_d/batchnorm/mul'],
    ['e', 'e/kernel'],
  ]);
  expect(model.notices?.[1]).toBe(
    '4 batch normalisations were folded into other weights, statistics included, and random weights come ' +
      'without: --batch-norm recalibrate normalises them on the inputs',
  );
  const how = describeRandomization(model, 'own', 'recalibrate');
  expect(how['b/Conv2D_weights']).toBe(
    'Glorot uniform (the format names no initializer), normalised on the inputs',
  );
  expect(how['bn_a/mean']).toBe('recomputed on the inputs');
});

describe.each(['compiled', 'eager'] as const)('%s: recalibration', (name) => {
  let engine: Engine;
  let recalibration: Recalibration;
  beforeAll(async () => {
    const notify = ({ message }: { message: string }) => {
      throw new Error(message);
    };
    engine = await createEngine({ engine: name, backend: 'cpu', threads: 1, notify });
    recalibration = new Recalibration(engine, model, values, COUNT);
  });
  afterAll(async () => {
    await recalibration.dispose();
    await engine.dispose();
  });

  test('under random weights every normalisation gives mean 0 and variance 1', async () => {
    const { weights, layers } = randomize(model, { stage: 'full', seed: 4 });
    const found = await recalibration.of(weights, layers);
    const { a, ...folded } = byHand(found);
    const before = moments(a);
    for (const [key, name] of [
      ['mean', 'bn_a/mean'],
      ['variance', 'bn_a/variance'],
    ] as const) {
      found.get(name)!.forEach((value, c) => {
        expect(value, name).toBeCloseTo(before[key][c], 4);
      });
    }
    for (const [part, z] of Object.entries(folded)) {
      const { mean, variance } = moments(z);
      for (const value of mean) expect(value, part).toBeCloseTo(0, 4);
      // An epsilon beside the variance keeps it a little below 1.
      for (const value of variance) expect(Math.abs(value - 1), part).toBeLessThan(0.05);
    }
  });

  test('what stays trained stays as it is', async () => {
    const { weights, layers } = randomize(model, { stage: 'd', seed: 4 });
    const found = await recalibration.of(weights, layers);
    for (const one of ['b/Conv2D_weights', 'c/depthwise_bn_offset', 'bn_a/mean']) {
      expect(found.get(one), one).toBe(model.trained.get(one));
    }
    const { mean } = moments(byHand(found).d);
    for (const value of mean) expect(value).toBeCloseTo(0, 4);
  });
});
