import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { describeModel } from '../../../../src/model/describe.ts';
import { loadModel } from '../../../../src/model/load.ts';
import { writeModel } from '../../../../src/model/write.ts';
import { randomize } from '../../../../src/randomize/randomize.ts';
import { relativeError, uniform } from '../../../engine/differences.ts';
import { temporaryFolder, tensors } from '../../networks.ts';
import { GraphBuilder } from './graph-builder.ts';

const KERNEL = [0.4, -0.2, 0.7, 0.1, 0.9, -0.5, 0.3, -0.8, 0.6];
const BIAS = [0.1, -0.3, 0.2];

/** A dense layer that is called twice. Freezing gives each call constants of its own, with the same numbers. */
function calledTwice(): GraphBuilder {
  const g = new GraphBuilder();
  g.placeholder('x', [null, 3]);
  for (const [call, input] of [
    ['one', 'x'],
    ['two', 'one/Tanh'],
  ]) {
    g.weight(`${call}/kernel`, [3, 3], KERNEL);
    g.weight(`${call}/bias`, [3], BIAS);
    g.op(`${call}/MatMul`, 'MatMul', [input, `${call}/kernel`]);
    g.op(`${call}/BiasAdd`, 'BiasAdd', [`${call}/MatMul`, `${call}/bias`]);
    g.op(`${call}/Tanh`, 'Tanh', [`${call}/BiasAdd`]);
  }
  g.weight('head/kernel', [3, 2]);
  // Biases that nobody trained are equal by chance: all zeros.
  g.weight('head/bias', [2], [0, 0]);
  g.op('head/MatMul', 'MatMul', ['two/Tanh', 'head/kernel']);
  g.op('head/BiasAdd', 'BiasAdd', ['head/MatMul', 'head/bias']);
  return g;
}

const x = uniform([2, 3], 1) as tf.Tensor2D;

test('copies of a shared layer are one layer, nearest to the output', async () => {
  const model = await loadModel(await calledTwice().save());
  expect(model.layers.map(({ name, weights, parameters }) => [name, weights, parameters])).toEqual([
    ['head', ['head/kernel', 'head/bias'], 8],
    ['two', ['two/kernel', 'two/bias'], 12],
  ]);
  expect(model.sites.map(({ name }) => name)).toEqual(['one/MatMul', 'two', 'head']);
  expect(describeModel(model).notices[1]).toBe(
    '2 constants are copies of weights that are used more than once, and random with them',
  );
});

test('all calls see new weights, also once they are written and read again', async () => {
  const model = await loadModel(await calledTwice().save());
  const { weights, coverage } = randomize(model, { stage: 'full', seed: 3 });
  expect(coverage).toBe(1);
  const layer = (at: tf.Tensor2D) => {
    const [kernel, bias] = ['two/kernel', 'two/bias'].map((name) => weights.get(name)!);
    return tf.tanh(tf.add(tf.matMul(at, tf.tensor2d(kernel, [3, 3])), tf.tensor1d(bias))) as tf.Tensor2D;
  };
  const expected = tf.matMul(layer(layer(x)), tf.tensor2d(weights.get('head/kernel')!, [3, 2]));
  const folder = await temporaryFolder();
  await writeModel(model, weights, folder);
  const again = await loadModel(folder);
  for (const [one, values] of [[model, weights] as const, [again, again.trained] as const]) {
    const logits = one.apply(x, tensors(one, values));
    expect(relativeError(expected.dataSync(), logits.dataSync())).toBeLessThan(1e-6);
  }
});
