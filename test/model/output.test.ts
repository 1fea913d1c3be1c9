import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { answers } from '../../src/harness/prepare/logits.ts';
import { outputNotices } from '../../src/harness/prepare/output-notices.ts';
import { chooseTargets } from '../../src/harness/prepare/targets.ts';
import { modelFromLayers } from '../../src/model/layers-model.ts';
import type { Model } from '../../src/model/model.ts';
import { lossOf } from '../../src/randomize/training/loss.ts';
import { fill, refusal } from './networks.ts';

type Activation = 'linear' | 'sigmoid' | 'softmax' | 'logSoftmax';

/** Two features to some values behind an activation, in the layer or after it. */
function network(units: number, activation: Activation, alone = false): layers.LayersModel {
  const dense = layers.layers.dense({
    inputShape: [2],
    units,
    name: 'dense',
    activation: (alone ? 'linear' : activation) as 'linear',
  });
  const after = layers.layers.activation({ activation: activation as 'linear', name: 'end' });
  return fill(layers.sequential({ layers: alone ? [dense, after] : [dense] }));
}

const X = tf.tensor2d([0.3, -1.2, 2, 0.7, -1.5, 0.1], [3, 2]);

const weightsOf = ({ weights, trained }: Model) =>
  new Map(weights.map(({ name, shape }) => [name, tf.tensor(trained.get(name)!, [...shape])]));

const logitsOf = (model: Model) => model.apply(X, weightsOf(model));

describe('what an output says', () => {
  it.each([
    [1, 'sigmoid', 'binary', 2, 'sigmoid'],
    [3, 'sigmoid', 'multi-label', 3, 'sigmoid'],
    [3, 'softmax', 'multi-class', 3, 'softmax'],
    [3, 'logSoftmax', 'multi-class', 3, 'log-softmax'],
    [3, 'linear', 'multi-class', 3, null],
    [1, 'linear', 'regression', 1, null],
    [1, 'softmax', 'regression', 1, 'softmax'],
  ] as const)('%d %s: %s', (units, activation, kind, classes, removed) => {
    for (const alone of [false, true]) {
      const own = network(units, activation, alone);
      const model = modelFromLayers(own, 'memory');
      expect([model.output, model.classes, model.removedActivation]).toEqual([kind, classes, removed]);
      const logits = logitsOf(model);
      expect(logits.shape).toEqual([3, classes]);
      // The network's own probabilities of what is predicted.
      const { predicted, probability } = answers(logits.dataSync() as Float32Array, model);
      const given = Array.from((own.predict(X) as tf.Tensor).dataSync());
      const outputs = activation === 'logSoftmax' ? given.map(Math.exp) : given;
      if (kind === 'regression') expect(probability).toBeNull();
      else if (activation !== 'linear') {
        for (const [i, c] of predicted.entries()) {
          const expected = kind === 'binary' ? Math.abs(1 - c - outputs[i]) : outputs[i * units + c];
          expect(probability![i]).toBeCloseTo(expected, 6);
          expect(expected).toBe(
            kind === 'binary'
              ? Math.max(outputs[i], 1 - outputs[i])
              : Math.max(...outputs.slice(i * units, (i + 1) * units)),
          );
        }
      }
    }
  });

  it('explains the logit of class 1 of a sigmoid, and its negative for class 0', () => {
    const sigmoid = modelFromLayers(network(1, 'sigmoid'), 'memory');
    const z = Array.from(logitsOf(modelFromLayers(network(1, 'linear'), 'memory')).dataSync());
    expect(Array.from(logitsOf(sigmoid).dataSync())).toEqual(z.flatMap((logit) => [-logit, logit]));
    const weights = weightsOf(sigmoid);
    const kernel = Array.from(sigmoid.trained.get('dense/kernel')!);
    for (const [c, sign] of [-1, 1].entries()) {
      const gradient = tf.grad((x) => tf.sum(tf.slice(sigmoid.apply(x, weights), [0, c], [3, 1])))(X);
      expect(Array.from(gradient.dataSync())).toEqual(
        Array(3)
          .fill(kernel.map((k) => sign * k))
          .flat(),
      );
    }
  });

  it('is told, except where it is the usual one', () => {
    const told = ([units, activation]: readonly [number, Activation]) =>
      outputNotices(modelFromLayers(network(units, activation), 'memory')).map(({ message }) => message);
    const kinds = [
      [1, 'sigmoid'],
      [3, 'sigmoid'],
      [3, 'logSoftmax'],
      [1, 'linear'],
      [1, 'softmax'],
      [3, 'linear'],
    ] as const;
    expect(kinds.map(told)).toMatchInlineSnapshot(`
      [
        [
          "the output's sigmoid is taken off: logits are explained",
          "one sigmoid output is a classifier of two classes, 0 below probability .5 and else 1: class 1 is explained by the logit, class 0 by its negative",
        ],
        [
          "the output's sigmoid is taken off: logits are explained",
          "3 sigmoid outputs are as many yes/no questions (multi-label): the most probable one is predicted and explained",
        ],
        [
          "the output's log-softmax is taken off: logits are explained",
        ],
        [
          "the single output is explained as a number (a regression): there are no classes, probabilities or accuracy",
        ],
        [
          "the output's softmax is taken off: logits are explained",
          "the softmax of a single value is the same for every input: what stands before it is explained as a number",
        ],
        [],
      ]
    `);
  });

  it('has labels where it has classes', async () => {
    const inputs = { ids: ['a'], labels: [1] };
    const chosen = (units: number, activation: Activation) =>
      chooseTargets('label', Int32Array.of(0), inputs, modelFromLayers(network(units, activation), 'memory'));
    expect(Array.from(chosen(1, 'sigmoid'))).toEqual([1]);
    expect(await refusal(() => chosen(1, 'linear'))).toMatchInlineSnapshot(
      `"target label: expected a classifier, whose classes have labels, found a single output that is a number (memory). Leave the option target away: the number is what is explained."`,
    );
  });
});

describe('training on labels', () => {
  const targets = tf.tensor2d([0, 1, 1, 0, 0, 1], [3, 2]);
  const labels = [1, 0, 1];

  it('makes the binary cross-entropy of one sigmoid small', () => {
    const model = modelFromLayers(network(1, 'sigmoid'), 'memory');
    const outputs = (network(1, 'sigmoid').predict(X) as tf.Tensor).dataSync();
    const expected = labels.reduce((sum, y, i) => sum - Math.log(y ? outputs[i] : 1 - outputs[i]) / 3, 0);
    const squares = labels.reduce((sum, y, i) => sum + (outputs[i] - y) ** 2 / 3, 0);
    expect(lossOf('cross-entropy', model)(logitsOf(model), targets).dataSync()[0]).toBeCloseTo(expected, 6);
    expect(lossOf('mean-squared-error', model)(logitsOf(model), targets).dataSync()[0]).toBeCloseTo(
      squares,
      6,
    );
  });

  it('is refused for a regression and, by cross-entropy, for several sigmoids', async () => {
    const loss = (units: number, activation: Activation) =>
      refusal(() => lossOf('cross-entropy', modelFromLayers(network(units, activation), 'memory')));
    expect([await loss(1, 'linear'), await loss(3, 'sigmoid')]).toMatchInlineSnapshot(`
      [
        "training of memory on labels: expected a classifier, found a single output that is a number.",
        "loss cross-entropy for memory: expected logits or softmax probabilities of two classes or more, or one sigmoid, found independent classes, each with a sigmoid. Use the loss mean-squared-error.",
      ]
    `);
  });
});
