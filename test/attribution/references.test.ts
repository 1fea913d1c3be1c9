import { probit } from 'simple-statistics';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createMethod } from '../../src/attribution/registry.ts';
import { createEngine } from '../../src/engine/create.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { relativeError } from '../engine/differences.ts';
import { REFERENCE } from '../engine/reference.ts';
import { mapsOf, propagationNetworks } from './golden-propagation.ts';

const network = propagationNetworks().find(({ name }) => name === 'mlp')!;
const background = { count: 3, values: network.samples!.subarray(0, 30) };
let engine: Engine;

beforeAll(async () => {
  engine = await createEngine({ engine: 'compiled', backend: REFERENCE, threads: 1, notify: () => {} });
});
afterAll(() => engine.dispose());

test.each(['deeplift', 'deep-shap', 'pattern-net', 'lrp-epsilon', 'rectgrad'])(
  '%s depends neither on the size of a batch nor on the other inputs in it',
  async (name) => {
    const batch = { ...network.batch, background };
    const all = await mapsOf(createMethod(name), engine, { ...network, batch });
    const last = {
      ...network,
      targets: network.targets.subarray(3),
      batch: { ...batch, count: 1, values: batch.values.subarray(30) },
    };
    const alone = await mapsOf(createMethod(name), engine, last);
    expect(relativeError(all.values.subarray(30), alone.values)).toBeLessThan(1e-5);
  },
);

test('DeepSHAP is the mean of DeepLIFT over its references', async () => {
  const batch = { ...network.batch, background };
  const together = await mapsOf(createMethod('deep-shap', { references: 3 }), engine, { ...network, batch });
  const sums = new Float64Array(together.values.length);
  for (let r = 0; r < 3; r++) {
    const baseline = background.values.subarray(r * 10, (r + 1) * 10);
    const one = await mapsOf(createMethod('deeplift'), engine, {
      ...network,
      batch: { ...network.batch, baseline },
    });
    for (let i = 0; i < sums.length; i++) sums[i] += one.values[i] / 3;
  }
  expect(relativeError(sums, together.values)).toBeLessThan(1e-5);
});

test('expected gradients from black alone come to integrated gradients', async () => {
  const black = { count: 1, values: new Float32Array(10) };
  // The points of the path are then the middles of 400 steps.
  const fill = (_: number, draw: number, out: Float32Array) => out.fill(probit((draw + 0.5) / 400));
  const noise = { ...network.noise, fill };
  const batch = { ...network.batch, background: black };
  const expected = await mapsOf(
    createMethod('integrated-gradients', { steps: 400, quadrature: 'midpoint' }),
    engine,
    network,
  );
  const found = await mapsOf(createMethod('expected-gradients', { draws: 400 }), engine, {
    ...network,
    batch,
    noise,
  });
  expect(relativeError(expected.values, found.values)).toBeLessThan(1e-2);
});
