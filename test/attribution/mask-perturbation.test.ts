import { afterAll, expect, test } from 'vitest';
import { type Descent, descend, objective } from '../../src/attribution/learned-mask/descent.ts';
import { Enlargement } from '../../src/attribution/learned-mask/enlargement.ts';
import { probabilityOf } from '../../src/attribution/learned-mask/probability.ts';
import type { Ask, Given } from '../../src/attribution/method.ts';
import { Programs } from '../../src/attribution/passes/programs.ts';
import { WeightedModel } from '../../src/attribution/passes/weighted-model.ts';
import { createMethod } from '../../src/attribution/registry.ts';
import { createEngine } from '../../src/engine/create.ts';
import { seededNoise } from '../../src/randomize/noise-source.ts';
import { decode, perturbedNetworks } from './golden-perturbation.ts';
import { mapsOf, worstError } from './golden-propagation.ts';

const [cnn] = perturbedNetworks();
const engine = await createEngine({ engine: 'compiled', backend: 'cpu', threads: 1, notify: () => {} });
const weighted = new WeightedModel(new Programs(engine, cnn.model, 4), cnn.model.trained);
afterAll(async () => {
  await weighted.release();
  await engine.dispose();
});

const { batch: inputs, targets, noise } = cnn;
const given: Given = { inputs, targets, noise, network: cnn.model, model: weighted };
const ask: Ask = (request) => weighted.answer(request, given);
const start = decode(cnn.given.fong!.start);
const stored = decode(cnn.given.fong!.reference);
/** One reference for all inputs, or one for each. */
const reference =
  stored.length === inputs.values.length
    ? stored
    : Float32Array.from(inputs.values, (_, i) => stored[i % stored.length]);
const descent: Descent = {
  ...{ enlargement: new Enlargement([4, 4], [12, 12]), columns: 4, steps: 10, rate: 0.1, reference },
  ...{ sparsity: 0.01, variation: 0.2, power: 3 },
  shift: () => [0, 0],
};
const masks = () =>
  Array.from({ length: 4 }, (_, n) =>
    Float64Array.from(start.length === 16 ? start : start.subarray(16 * n, 16 * n + 16)),
  );

test('the three terms and the derivative of their sum equal the oracle', async () => {
  const { terms, slopes } = await objective(ask, given, masks(), descent, 0);
  const found = terms.flatMap(({ probability, sparsity, variation }) => [probability, sparsity, variation]);
  expect(worstError(Float32Array.from(found), cnn.maps.get('mask-perturbation-terms')!)).toBeLessThan(1e-5);
  const gradient = Float32Array.from(slopes.flatMap((slope) => [...slope]));
  expect(worstError(gradient, cnn.maps.get('mask-perturbation-gradient')!)).toBeLessThan(1e-5);
});

test('ten steps end where the oracle does', async () => {
  const moved = masks();
  await descend(ask, given, moved, descent);
  const found = Float32Array.from(moved.flatMap((mask) => [...mask]));
  expect(worstError(found, cnn.maps.get('mask-perturbation-after-10-steps')!)).toBeLessThan(5e-5);
});

test('a map is 1 where the mask deletes, and the same for the same seed', async () => {
  const seeded = { ...cnn, noise: seededNoise(3, ['a', 'b', 'c', 'd']) };
  const method = () => createMethod('mask-perturbation', { steps: 5, jitter: 40 });
  const first = await mapsOf(method(), engine, seeded);
  expect([first.count, ...first.shape]).toEqual([4, 12, 12]);
  expect(Math.min(...first.values)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...first.values)).toBeLessThanOrEqual(1);
  expect(new Set(first.values).size).toBeGreaterThan(4);
  expect((await mapsOf(method(), engine, seeded)).values).toEqual(first.values);
  const others = { ...cnn, noise: seededNoise(4, ['a', 'b', 'c', 'd']) };
  expect((await mapsOf(method(), engine, others)).values).not.toEqual(first.values);
});

test('enlarging and its transpose are one matrix', () => {
  const enlargement = new Enlargement([3, 2], [7, 9]);
  const grid = Float64Array.from({ length: 6 }, (_, i) => Math.sin(i + 1));
  const pixels = Float64Array.from({ length: 63 }, (_, i) => Math.cos(i));
  const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, i) => sum + value * b[i], 0);
  expect(dot(enlargement.enlarge(grid), pixels)).toBeCloseTo(dot(grid, enlargement.transpose(pixels)), 12);
});

test.each(['multi-class', 'multi-label', 'binary', 'regression'] as const)(
  'the derivative of a %s probability',
  (output) => {
    const logits = Float32Array.of(0.3, -1.2, 0.8);
    const { slope } = probabilityOf(logits, 1, output);
    slope.forEach((found, j) => {
      const moved = (by: number) => logits.map((logit, i) => (i === j ? logit + by : logit));
      const step = 2 ** -7;
      const difference =
        probabilityOf(moved(step), 1, output).value - probabilityOf(moved(-step), 1, output).value;
      expect(difference / (2 * step)).toBeCloseTo(found, 4);
    });
  },
);
