import { afterAll, describe, expect, test } from 'vitest';
import { explainBatch } from '../../src/attribution/explain-batch.ts';
import type { Maps } from '../../src/attribution/maps.ts';
import { Programs } from '../../src/attribution/passes/programs.ts';
import { WeightedModel } from '../../src/attribution/passes/weighted-model.ts';
import { createMethod } from '../../src/attribution/registry.ts';
import { createEngine } from '../../src/engine/create.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { REFERENCE } from '../engine/reference.ts';
import { type Expected, goldenNetworks } from './golden.ts';

/** Entries of the oracle that a built-in method gives, with the settings that make it the same definition. */
const noise = { draws: 8 };
const cases: Record<string, [method: string, settings: Record<string, unknown>]> = {
  gradient: ['gradient', {}],
  'input-x-gradient': ['input-x-gradient', {}],
  smoothgrad: ['smoothgrad', noise],
  'smoothgrad-squared': ['smoothgrad-squared', noise],
  vargrad: ['vargrad', noise],
  'integrated-gradients-trapezoid-51': ['integrated-gradients', {}],
  'integrated-gradients-midpoint-50': ['integrated-gradients', { quadrature: 'midpoint' }],
  'integrated-gradients-right-50': ['integrated-gradients', { quadrature: 'right' }],
  'ig-smoothgrad': ['ig-smoothgrad', { ...noise, steps: 20 }],
  'guided-backprop': ['guided-backprop', {}],
  deconvnet: ['deconvnet', {}],
  'grad-cam@relu2': ['grad-cam', {}],
  'grad-cam@relu4': ['grad-cam', {}],
  'grad-cam@pool1': ['grad-cam', { layer: 'pool1' }],
  'grad-cam@conv2': ['grad-cam', { layer: 'conv2' }],
  'grad-cam@add': ['grad-cam', { layer: 'add' }],
  'guided-grad-cam': ['guided-grad-cam', {}],
  'occlusion-3-stride-1': ['occlusion', { patch: 3, stride: 1, fill: 'black' }],
  'occlusion-3-stride-2': ['occlusion', { patch: 3, stride: 2, fill: 'black' }],
};

/** Of the largest magnitude of an input's map. */
const TOLERANCE = 1e-5;

const networks = goldenNetworks();

describe.each(['compiled', 'eager'] as const)('%s maps equal the oracle', (name) => {
  const notices: string[] = [];
  const engines: Engine[] = [];
  afterAll(async () => {
    for (const engine of engines) await engine.dispose();
    expect(notices).toEqual([]);
  });

  for (const network of networks) {
    for (const [entry, [method, settings]] of Object.entries(cases)) {
      const expected = network.expected.get(entry);
      if (!expected) continue;
      test(`${network.name} ${entry}`, async () => {
        const engine = await createEngine({
          engine: name,
          backend: REFERENCE,
          threads: 1,
          notify: ({ message }) => notices.push(message),
        });
        engines.push(engine);
        const weighted = new WeightedModel(new Programs(engine, network.model, 32), network.model.trained);
        const { batch, targets } = network;
        const [maps] = await explainBatch(
          [createMethod(method, settings)],
          weighted,
          batch,
          targets,
          network.noise,
        );
        expect(worstError(maps, expected)).toBeLessThan(TOLERANCE);
        await weighted.release();
      });
    }
  }
});

test('every network is compared in most of its entries', () => {
  const covered = networks.map(({ expected }) => [...expected.keys()].filter((k) => k in cases).length);
  expect(covered).toEqual([17, 16, 11]);
});

/** Largest error over largest magnitude, over the inputs; an all-zero map must be met exactly. */
function worstError(maps: Maps, { shape, values, largest }: Expected): number {
  expect([maps.count, ...maps.shape]).toEqual(shape);
  const size = values.length / maps.count;
  let worst = 0;
  for (let i = 0; i < values.length; i++) {
    const scale = largest[Math.floor(i / size)];
    const error = Math.abs(maps.values[i] - values[i]);
    worst = Math.max(worst, scale === 0 ? (error === 0 ? 0 : Infinity) : error / scale);
  }
  return worst;
}
