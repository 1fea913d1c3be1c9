import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { explainBatch } from '../../../src/attribution/explain-batch.ts';
import { Programs } from '../../../src/attribution/passes/programs.ts';
import { WeightedModel } from '../../../src/attribution/passes/weighted-model.ts';
import { createMethod, METHODS } from '../../../src/attribution/registry.ts';
import { createEngine } from '../../../src/engine/create.ts';
import { withSoftplus } from '../../../src/engine/softplus-units.ts';
import { Stream } from '../../../src/randomize/stream.ts';
import { REFERENCE } from '../../engine/reference.ts';
import { type GoldenNetwork, goldenNetworks } from '../golden.ts';

const networks = goldenNetworks();
const networkOf = (name: string) => networks.find((each) => each.name === name)!;

async function withSmooth<T>(
  kind: 'compiled' | 'eager',
  { model }: GoldenNetwork,
  use: (weighted: WeightedModel) => Promise<T>,
): Promise<T> {
  const notify = ({ message }: { readonly message: string }) => {
    throw new Error(message);
  };
  const engine = await createEngine({ engine: kind, backend: REFERENCE, threads: 1, notify });
  const weighted = new WeightedModel(new Programs(engine, model, 16), model.trained, null, {
    units: 'softplus',
  });
  try {
    return await use(weighted);
  } finally {
    await weighted.release();
    await engine.dispose();
  }
}

const random = (purpose: string, length: number): Float32Array => {
  const stream = new Stream('pullback', purpose);
  return Float32Array.from({ length }, () => stream.normal());
};

/** What a method's pullback gives, and its maps, on the network with softplus units. */
async function pulled(
  weighted: WeightedModel,
  { batch, targets, noise, model }: GoldenNetwork,
  method: ReturnType<typeof createMethod>,
  weights: Float32Array,
): Promise<Float32Array> {
  const question = { inputs: batch, targets, noise };
  const given = { ...question, network: model, model: weighted };
  return method.pullback!((request) => weighted.answer(request, question), given, weights);
}

const cosine = (a: Float32Array, b: Float32Array): number => {
  const dot = (x: Float32Array, y: Float32Array) => x.reduce((sum, v, i) => sum + v * y[i], 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
};

const relative = (a: Float32Array, b: Float32Array): number =>
  Math.max(...a.map((v, i) => Math.abs(v - b[i]))) / Math.max(...b.map(Math.abs));

test('the second derivative along a direction is that of differentiating twice', async () => {
  const network = networkOf('mlp');
  const { model, batch, targets } = network;
  const weights = random('mlp', batch.values.length);
  const found = await withSmooth('compiled', network, (weighted) =>
    pulled(weighted, network, createMethod('gradient'), weights),
  );
  const exact = tf.tidy(() => {
    const x = tf.tensor(batch.values, [batch.count, ...batch.shape]);
    const w = tf.tensor(weights, x.shape);
    const hot = tf.oneHot(tf.tensor1d([...targets], 'int32'), model.classes);
    const tensors = new Map(
      model.weights.map(({ name, shape }) => [name, tf.tensor(model.trained.get(name)!, [...shape])]),
    );
    const logit = (t: tf.Tensor): tf.Scalar =>
      tf.sum(
        tf.mul(
          withSoftplus(() => model.apply(t, tensors)),
          hot,
        ),
      );
    return Float32Array.from(
      tf
        .grad((t) => tf.sum(tf.mul(tf.grad(logit)(t), w)))(x)
        .dataSync(),
    );
  });
  expect(relative(found, exact)).toBeLessThan(5e-4);
});

const PULLED = METHODS.map(({ name }) => name).filter((name) => createMethod(name).pullback);

describe('how a weighted sum of map values moves with the input', () => {
  test('is known of methods that are made of gradients', () => {
    expect(PULLED).toEqual(['gradient', 'smoothgrad', 'input-x-gradient', 'integrated-gradients']);
  });

  test.each(PULLED)('%s: as differences of its maps say', async (name) => {
    // Without pooling, which has corners of its own.
    const network = networkOf('mlp');
    const { batch, targets, noise } = network;
    const draws = 'draws' in createMethod(name).settings ? { draws: 4 } : {};
    const method = createMethod(name, draws);
    const weights = random(name, batch.values.length);
    const size = batch.values.length / batch.count;
    const worst = await withSmooth('compiled', network, async (weighted) => {
      const found = await pulled(weighted, network, method, weights);
      const sums = async (sign: number, direction: Float32Array) => {
        const values = batch.values.map((v, p) => v + sign * 2e-3 * direction[p]);
        const [maps] = await explainBatch([method], weighted, { ...batch, values }, targets, noise);
        return Float64Array.from({ length: batch.count }, (_, i) => {
          let sum = 0;
          for (let p = i * size; p < (i + 1) * size; p++) sum += weights[p] * maps.values[p];
          return sum;
        });
      };
      const errors: number[] = [];
      // Noise is scaled by the range of an input, which stays where its smallest and largest value stay.
      const most = Math.max(...found.map(Math.abs));
      const direction = found.map((v, p) => {
        const own = batch.values.subarray(p - (p % size), p - (p % size) + size);
        return [Math.min(...own), Math.max(...own)].includes(batch.values[p]) ? 0 : v / most;
      });
      const [up, down] = [await sums(1, direction), await sums(-1, direction)];
      for (let i = 0; i < batch.count; i++) {
        let expected = 0;
        for (let p = i * size; p < (i + 1) * size; p++) expected += found[p] * direction[p];
        errors.push(Math.abs((up[i] - down[i]) / 4e-3 / expected - 1));
      }
      return Math.max(...errors);
    });
    expect(worst).toBeLessThan(0.05);
  });

  test('is the same on both engines', async () => {
    const network = networkOf('cnn');
    const weights = random('engines', network.batch.values.length);
    const of = (kind: 'compiled' | 'eager') =>
      withSmooth(kind, network, (weighted) => pulled(weighted, network, createMethod('gradient'), weights));
    expect(cosine(await of('compiled'), await of('eager'))).toBeGreaterThan(0.9999);
  });
});
