import { afterAll, describe, expect, test } from 'vitest';
import { enlargeMaps } from '../../src/attribution/class-activation.ts';
import { contrastiveExcitation, excitation } from '../../src/attribution/composites/excitation.ts';
import { Programs } from '../../src/attribution/passes/programs.ts';
import { WeightedModel } from '../../src/attribution/passes/weighted-model.ts';
import { createMethod } from '../../src/attribution/registry.ts';
import { createEngine } from '../../src/engine/create.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { relativeError } from '../engine/differences.ts';
import { REFERENCE } from '../engine/reference.ts';
import { mapsOf, propagationNetworks, worstError } from './golden-propagation.ts';

/** Entries of the oracle, with the method and the settings that make it the same definition. */
const cases: Record<string, [method: string, settings: Record<string, unknown>]> = {
  'lrp-epsilon-1e-06-absolute': ['lrp-epsilon', { relative: false }],
  'lrp-epsilon-0.25-absolute': ['lrp-epsilon', { epsilon: 0.25, relative: false }],
  'lrp-epsilon-1e-06-relative': ['lrp-epsilon', {}],
  'lrp-epsilon-0.25-relative': ['lrp-epsilon', { epsilon: 0.25 }],
  'lrp-z-plus': ['lrp-z-plus', {}],
  'lrp-z-plus-no-bias': ['lrp-z-plus', { bias: false }],
  'lrp-alpha2-beta1': ['lrp-alpha-beta', {}],
  'lrp-alpha2-beta1-no-bias': ['lrp-alpha-beta', { bias: false }],
  'lrp-epsilon-plus-flat': ['lrp-epsilon-plus-flat', {}],
  'lrp-epsilon-alpha2-beta1-flat': ['lrp-epsilon-plus-flat', { alpha: 2 }],
  'lrp-epsilon-gamma-box': ['lrp-epsilon-gamma-box', {}],
  'rectgrad-80': ['rectgrad', { percentile: 80 }],
  'rectgrad-50': ['rectgrad', { percentile: 50 }],
  'rectgrad-80-linear': ['rectgrad', { percentile: 80, interpolation: 'linear' }],
  'rectgrad-80-without-input': ['rectgrad', { percentile: 80, timesInput: false }],
  'competitive-gradient-x-input': ['competitive-gradient-x-input', {}],
  'integrated-gradients-midpoint-50-given-baseline': ['integrated-gradients', { quadrature: 'midpoint' }],
  'deeplift-rescale': ['deeplift', {}],
  'deeplift-rescale-given-baseline': ['deeplift', {}],
  'deeplift-rescale-pool-gradient': ['deeplift', { pooling: 'gradient' }],
  'deeplift-rescale-pool-gradient-given-baseline': ['deeplift', { pooling: 'gradient' }],
  'deeplift-reveal-cancel': ['deeplift', { rule: 'reveal-cancel' }],
  'deeplift-reveal-cancel-given-baseline': ['deeplift', { rule: 'reveal-cancel' }],
  'deep-taylor': ['deep-taylor', {}],
  'excitation-backprop@input': ['excitation-backprop', {}],
  'c-mwp@input': ['c-mwp', {}],
};

/** Of the largest magnitude of an input's map. */
const TOLERANCE = 1e-5;

const networks = propagationNetworks();

describe.each(['compiled', 'eager'] as const)('%s maps equal the oracle', (name) => {
  const notices: string[] = [];
  const engines: Engine[] = [];
  afterAll(async () => {
    for (const engine of engines) await engine.dispose();
    expect(notices).toEqual([]);
  });

  for (const network of networks) {
    for (const [entry, [method, settings]] of Object.entries(cases)) {
      const expected = network.propagated.get(entry);
      if (!expected) continue;
      test(`${network.name} ${entry}`, async () => {
        const engine = await createEngine({
          engine: name,
          backend: REFERENCE,
          threads: 1,
          notify: ({ message }) => notices.push(message),
        });
        engines.push(engine);
        const baseline = entry.endsWith('-given-baseline') ? network.given! : network.batch.baseline;
        // The inputs of images lie in [0, 1], those of the table anywhere.
        const range = network.name === 'mlp' ? undefined : { low: [0], high: [1] };
        const batch = { ...network.batch, baseline, range };
        const maps = await mapsOf(createMethod(method, settings), engine, { ...network, batch });
        expect([maps.count, ...maps.shape]).toEqual(expected.shape);
        expect(worstError(maps.values, expected)).toBeLessThan(TOLERANCE);
      });
    }
  }
});

describe('excitation at a layer', () => {
  const network = networks.find(({ name }) => name === 'cnn')!;

  test.each([
    ['excitation-backprop@pool1', excitation],
    ['c-mwp@pool1', contrastiveExcitation],
  ] as const)('%s', async (entry, composite) => {
    const engine = await createEngine({
      engine: 'compiled',
      backend: REFERENCE,
      threads: 1,
      notify: () => {},
    });
    const { model, batch, targets, propagated } = network;
    const weighted = new WeightedModel(new Programs(engine, model, 4), model.trained);
    const { gradient: signal } = await weighted.activation('pool1', batch.values, targets, composite);
    expect(worstError(signal, propagated.get(entry)!)).toBeLessThan(TOLERANCE);
    await weighted.release();
    await engine.dispose();
  });

  test('is summed over its channels and enlarged', async () => {
    const engine = await createEngine({
      engine: 'compiled',
      backend: REFERENCE,
      threads: 1,
      notify: () => {},
    });
    const small = network.propagated.get('excitation-backprop@pool1')!;
    const [count, height, width, channels] = small.shape;
    const sums = Float32Array.from({ length: count * height * width }, (_, p) =>
      small.values.subarray(p * channels, (p + 1) * channels).reduce((a, b) => a + b, 0),
    );
    const expected = enlargeMaps({ shape: [height, width], count, values: sums }, network.batch.shape);
    const maps = await mapsOf(createMethod('excitation-backprop', { layer: 'pool1' }), engine, network);
    expect([maps.count, ...maps.shape]).toEqual([4, 12, 12]);
    expect(relativeError(expected.values, maps.values)).toBeLessThan(TOLERANCE);
    await engine.dispose();
  });
});

test('every entry of the oracle is compared', () => {
  const missing = networks.flatMap(({ name, propagated }) =>
    [...propagated.keys()].filter((entry) => !(entry in cases)).map((entry) => `${name} ${entry}`),
  );
  expect(missing).toMatchInlineSnapshot(`
    [
      "cnn excitation-backprop@pool1",
      "cnn c-mwp@pool1",
      "cnn c-mwp-map@pool1",
      "cnn pattern-net",
      "cnn pattern-attribution",
      "mlp pattern-estimate@dense1",
      "mlp pattern-estimate@dense2",
      "mlp pattern-estimate@dense3",
      "mlp pattern-net",
      "mlp pattern-attribution",
    ]
  `);
});
