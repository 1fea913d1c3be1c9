import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  estimated,
  type Patterns,
  patterns,
  type Sampled,
} from '../../../src/attribution/composites/patterns.ts';
import { operatorOf } from '../../../src/attribution/composites/propagation/operator.ts';
import { Programs } from '../../../src/attribution/passes/programs.ts';
import { WeightedModel } from '../../../src/attribution/passes/weighted-model.ts';
import { besideSamples } from '../../../src/attribution/requests/beside-samples.ts';
import { createEngine } from '../../../src/engine/create.ts';
import { REFERENCE, startReference } from '../../engine/reference.ts';
import { type PropagationNetwork, propagationNetworks, worstError } from '../golden-propagation.ts';

const networks = propagationNetworks();
const TOLERANCE = 1e-5;

beforeAll(() => startReference());

/** Stored patterns by the shape of the weights, which no two layers of a network share. */
function stored({ patterns: known, model }: PropagationNetwork): Patterns {
  return ({ weights }: Sampled) => {
    const shape = weights.shape[0] === 1 ? weights.shape.slice(1) : weights.shape;
    const spec = model.weights.find((w) => `${w.shape}` === `${shape}`)!;
    const found = tf.tensor(known.get(spec.name.split('/')[0])!, weights.shape);
    return { patterns: found, defined: tf.ones([weights.shape.at(-1)!]) };
  };
}

describe.each(['compiled', 'eager'] as const)('%s maps with given patterns equal the oracle', (name) => {
  const cases = networks
    .filter(({ propagated }) => propagated.has('pattern-net'))
    .flatMap((network) => (['net', 'attribution'] as const).map((kind) => ({ network, kind })));

  test.each(cases)('$network.name pattern-$kind', async ({ network, kind }) => {
    const engine = await createEngine({ engine: name, backend: REFERENCE, threads: 1, notify: () => {} });
    const { model, batch, targets, noise } = network;
    const weighted = new WeightedModel(new Programs(engine, model, 4), model.trained);
    const request = besideSamples(patterns({ kind, samples: 2 }, stored(network)), 2);
    const found = await weighted.answer(request, { inputs: batch, targets, noise });
    expect(worstError(found, network.propagated.get(`pattern-${kind}`)!)).toBeLessThan(TOLERANCE);
    await weighted.release();
    await engine.dispose();
  });
});

describe('estimated patterns equal the oracle', () => {
  const mlp = networks.find(({ name }) => name === 'mlp')!;

  test.each([1, 2, 3])('dense%d', (layer) => {
    const value = (name: string) => {
      const spec = mlp.model.weights.find((w) => w.name === name)!;
      return tf.tensor(mlp.model.trained.get(name)!, [...spec.shape]);
    };
    let x = tf.tensor(mlp.samples!, [48, 10]);
    for (let below = 1; below < layer; below++) {
      const [w, b] = [value(`dense${below}/kernel`), value(`dense${below}/bias`)];
      x = tf.relu(tf.add(tf.matMul(x as tf.Tensor2D, w as tf.Tensor2D), b)) as tf.Tensor2D;
    }
    const weights = value(`dense${layer}/kernel`);
    const bias = value(`dense${layer}/bias`);
    const { patterns: found } = estimated({
      operator: operatorOf({
        kernel: 'BatchMatMul',
        index: 0,
        operands: {
          a: { shape: x.shape, from: { kernel: 'Input', index: 0, operands: {}, attrs: {} } },
          b: { shape: weights.shape, from: null },
        },
        attrs: {},
      })!,
      x,
      output: tf.add(tf.matMul(x as tf.Tensor2D, weights as tf.Tensor2D), bias),
      weights,
      bias,
      last: layer === 3,
    });
    const expected = mlp.propagated.get(`pattern-estimate@dense${layer}`)!;
    expect(worstError(found.dataSync() as Float32Array, expected)).toBeLessThan(TOLERANCE);
  });
});
