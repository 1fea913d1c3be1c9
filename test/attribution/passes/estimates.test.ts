import { afterAll, beforeAll, expect, test } from 'vitest';
import { explainBatch } from '../../../src/attribution/explain-batch.ts';
import { Programs } from '../../../src/attribution/passes/programs.ts';
import { WeightedModel } from '../../../src/attribution/passes/weighted-model.ts';
import { createMethod } from '../../../src/attribution/registry.ts';
import { createEngine } from '../../../src/engine/create.ts';
import type { Engine } from '../../../src/engine/engine.ts';
import { undefinedNotices } from '../../../src/harness/measure/undefined-notices.ts';
import { estimatingForwards } from '../../../src/harness/prepare/method-cost.ts';
import type { Weights } from '../../../src/model/model.ts';
import { REFERENCE, startReference } from '../../engine/reference.ts';
import { propagationNetworks } from '../golden-propagation.ts';

const { model, batch, targets, noise, samples } = propagationNetworks().find(({ name }) => name === 'mlp')!;
const background = { count: 48, values: samples! };
const methods = ['pattern-net', 'pattern-attribution'].map((name) => createMethod(name, { samples: 48 }));
/** There and back: two for a method and an input. */
const PASSES = 2 * methods.length * batch.count * model.layers.length;
/** A sample goes there and through what is correlated with it. */
const ESTIMATE = 2 * 48 * model.layers.length;

let engine: Engine;
beforeAll(async () => {
  await startReference();
  engine = await createEngine({ engine: 'compiled', backend: REFERENCE, threads: 1, notify: () => {} });
});
afterAll(() => engine.dispose());

const boundTo = (weights: Weights, size = 4) => {
  const programs = new Programs(engine, model, size);
  const weighted = new WeightedModel(programs, weights);
  const maps = async (inputs = { ...batch, background }) => {
    const made = await explainBatch(methods, weighted, inputs, targets, noise);
    return made.map(({ values }) => [...values]);
  };
  return { programs, weighted, maps };
};

const changed = (name: string, by: (value: number) => number): Weights =>
  new Map([...model.trained].map(([key, values]) => [key, key === name ? values.map(by) : values]));

test('patterns are estimated once for all methods and inputs of a set of weights', async () => {
  const { programs, maps } = boundTo(model.trained, 2);
  const first = await maps();
  expect(programs.layerEvaluations).toBe(PASSES + ESTIMATE);
  expect(await maps()).toEqual(first);
  expect(programs.layerEvaluations).toBe(2 * PASSES + ESTIMATE);
});

test('other samples give other patterns, and those that were there give the first ones again', async () => {
  const { programs, maps } = boundTo(model.trained);
  const first = await maps();
  const fewer = { count: 24, values: background.values.subarray(0, 24 * 10) };
  expect(await maps({ ...batch, background: fewer })).not.toEqual(first);
  expect(await maps()).toEqual(first);
  expect(programs.layerEvaluations).toBe(3 * PASSES + 3 * ESTIMATE);
});

test('other weights have patterns of their own, of the same programs', async () => {
  const { programs, maps } = boundTo(model.trained);
  const first = await maps();
  const weights = changed('dense1/kernel', (value) => -value);
  const other = new WeightedModel(programs, weights);
  const [net] = await explainBatch(methods, other, { ...batch, background }, targets, noise);
  expect([...net.values]).toEqual((await boundTo(weights).maps())[0]);
  expect([...net.values]).not.toEqual(first[0]);
});

test('what is never active, or hardly varies, has no pattern and is said by layer and number', async () => {
  const { weighted, maps } = boundTo(changed('dense2/bias', () => -1000));
  await maps();
  expect(undefinedNotices(weighted)).toMatchInlineSnapshot(`
    [
      {
        "code": "undefined",
        "message": "patterns of 48 samples: 15 of 15 filters in these layers are never active on the samples, or hardly vary; nothing passes them: dense3 3 of 3, dense2 12 of 12",
      },
    ]
  `);
  const same = { count: 1, values: background.values.subarray(0, 10) };
  const constant = boundTo(model.trained);
  const [net, attribution] = await constant.maps({ ...batch, background: same });
  expect(undefinedNotices(constant.weighted)).toMatchInlineSnapshot(`
    [
      {
        "code": "undefined",
        "message": "patterns of 48 samples: 31 of 31 filters in these layers are never active on the samples, or hardly vary; nothing passes them: dense3 3 of 3, dense2 12 of 12, dense1 16 of 16",
      },
    ]
  `);
  expect(net.every((value) => value === 0) && attribution.every((value) => value === 0)).toBe(true);
});

test('what it takes is known before', () => {
  expect(estimatingForwards(methods, model)).toBe(96);
  expect(estimatingForwards([createMethod('gradient'), methods[0]], model)).toBe(96);
  expect(estimatingForwards([createMethod('gradient')], model)).toBe(0);
});
