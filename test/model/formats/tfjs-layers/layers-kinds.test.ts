import * as tf from '@tensorflow/tfjs-core';
import type * as layers from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { modelFromLayers } from '../../../../src/model/formats/tfjs-layers/layers-model.ts';
import { disagreement, type Tensors, TOLERANCE } from '../../../engine/agreement.ts';
import { fill, inputs, tensors } from '../../networks.ts';
import { FEED_FORWARD, RECURRENT } from './layers-networks.ts';

const NETWORKS: [string, () => layers.LayersModel][] = Object.entries({ ...FEED_FORWARD, ...RECURRENT });

describe.each(NETWORKS)('%s', (_, make) => {
  const network = fill(make());
  const model = modelFromLayers(network, 'memory');

  it('gives the logarithm of what tfjs predicts', () => {
    tf.tidy(() => {
      const x = inputs(model.inputShape);
      const predicted = network.predict(x) as tf.Tensor;
      const found = tf.softmax(model.apply(x, tensors(model, model.trained)));
      expect(tf.max(tf.abs(tf.sub(found, predicted))).dataSync()[0]).toBeLessThan(1e-6);
      expect(model.removedActivation).toBe('softmax');
    });
  });

  it('has the logits and gradients of tfjs when it is compiled', async () => {
    const weights = Object.fromEntries(tensors(model, model.trained)) as Tensors;
    const up = tf.tensor2d([0.3, -1, 0.6, -0.2, 0.9, 1], [2, 3]);
    const error = await disagreement(
      ({ x }, given) => {
        const value = (at: tf.Tensor) => tf.sum(tf.mul(model.apply(at, given), up));
        return { logits: model.apply(x, given), gradient: tf.grad(value)(x) };
      },
      { x: inputs(model.inputShape) },
      weights,
    );
    expect(error).toBeLessThan(TOLERANCE);
  });

  it('has gradients that are those of its logits', () => {
    const slope = 1e-3;
    tf.tidy(() => {
      const weights = tensors(model, model.trained);
      const value = (x: tf.Tensor) => tf.sum<tf.Scalar>(tf.tanh(model.apply(x, weights)));
      const x = tf.mul(inputs(model.inputShape), 0.9);
      const gradient = tf.grad(value)(x);
      const direction = tf.div(gradient, tf.norm(gradient));
      const at = (step: number) => value(tf.add(x, tf.mul(direction, step))).dataSync()[0];
      const expected = tf.norm(gradient).dataSync()[0];
      expect(expected).toBeGreaterThan(1e-4);
      expect(Math.abs((at(slope) - at(-slope)) / (2 * slope) - expected) / expected).toBeLessThan(0.02);
    });
  });
});
