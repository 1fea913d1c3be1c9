import { readFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { areaGap } from '../../src/attribution/learned-mask/area.ts';
import { BlurLevels } from '../../src/attribution/learned-mask/blur-levels.ts';
import { preserve } from '../../src/attribution/learned-mask/preservation.ts';
import { SmoothMask } from '../../src/attribution/learned-mask/smooth-mask.ts';
import type { Ask } from '../../src/attribution/method.ts';
import { Programs } from '../../src/attribution/passes/programs.ts';
import { WeightedModel } from '../../src/attribution/passes/weighted-model.ts';
import { createMethod } from '../../src/attribution/registry.ts';
import { blurredAt } from '../../src/attribution/requests/blurred-path-gradient.ts';
import { createEngine } from '../../src/engine/create.ts';
import { goldenNetworks } from './golden.ts';
import { type ExpectedMaps, mapsOf, worstError } from './golden-propagation.ts';

interface Stored {
  readonly shape: number[];
  readonly f32: string;
  readonly largest: number[];
}
interface Reference {
  readonly 'blur-ig': Stored & { readonly steps: number; readonly blur: number };
  readonly start: Stored;
  readonly 'extremal-perturbation': Stored &
    Readonly<Record<'steps' | 'rate' | 'area' | 'weight' | 'blur' | 'step' | 'sigma', number>>;
  readonly 'extremal-perturbation-cells': Stored;
}

const file = new URL('./golden/blurred.json', import.meta.url);
const reference = JSON.parse(readFileSync(file, 'utf8')) as Reference;
const decode = (stored: Stored): ExpectedMaps => ({
  ...stored,
  values: new Float32Array(new Uint8Array(Buffer.from(stored.f32, 'base64')).buffer),
});

const [cnn] = goldenNetworks();
const engine = await createEngine({ engine: 'compiled', backend: 'cpu', threads: 1, notify: () => {} });
const weighted = new WeightedModel(new Programs(engine, cnn.model, 7), cnn.model.trained);
afterAll(async () => {
  await weighted.release();
  await engine.dispose();
});

const { batch: inputs, targets, noise } = cnn;
const ask: Ask = (request) => weighted.answer(request, { inputs, targets, noise });
const size = inputs.values.length / inputs.count;

test('blur-ig equals the reference, whatever the batch', async () => {
  const { steps, blur } = reference['blur-ig'];
  for (const batch of [3, 44]) {
    const maps = await mapsOf(createMethod('blur-ig', { steps, blur }), engine, cnn, batch);
    expect(worstError(maps.values, decode(reference['blur-ig']))).toBeLessThan(1e-5);
  }
});

test('blur-ig comes to the change of the logit from the most blurred input, the closer the more steps it takes', async () => {
  const path = { steps: 160, blur: 60 };
  const dull = new Float32Array(inputs.values.length);
  for (let n = 0; n < 4; n++) blurredAt(path, inputs)(n, 160, dull.subarray(n * size, (n + 1) * size));
  const [sharp, blurred] = [await weighted.logits(inputs.values), await weighted.logits(dull)];
  const gaps = async (steps: number) => {
    const { values } = await mapsOf(createMethod('blur-ig', { ...path, steps }), engine, cnn, 44);
    return Array.from(targets, (target, n) => {
      const change = sharp[4 * n + target] - blurred[4 * n + target];
      return Math.abs(values.subarray(n * size, (n + 1) * size).reduce((a, b) => a + b, 0) - change);
    });
  };
  const [few, many] = [await gaps(10), await gaps(160)];
  expect(Math.max(...many)).toBeLessThan(0.01);
  expect(Math.max(...many)).toBeLessThan(Math.max(...few) / 3);
});

test('ten steps of extremal-perturbation end where the reference does', async () => {
  const { blur, step, sigma, ...descent } = reference['extremal-perturbation'];
  const { values } = decode(reference.start);
  const smooth = new SmoothMask(inputs.shape, step, sigma);
  const grids = Array.from({ length: 4 }, (_, n) =>
    Float64Array.from(values.subarray(144 * n, 144 * (n + 1))),
  );
  await preserve(ask, { inputs }, grids, { ...descent, smooth, levels: new BlurLevels(inputs, blur) });
  const cells = Float32Array.from(grids.flatMap((grid) => [...grid]));
  expect(worstError(cells, decode(reference['extremal-perturbation-cells']))).toBeLessThan(1e-5);
  const masks = Float32Array.from(grids.flatMap((grid) => [...smooth.enlarge(grid)]));
  expect(worstError(masks, decode(reference['extremal-perturbation']))).toBeLessThan(1e-5);
});

test('extremal-perturbation keeps about its share of the pixels, and more of the logit than another place of that size', async () => {
  const settings = { steps: 200, area: 0.25, sigma: 40, weight: 20 };
  const maps = await mapsOf(createMethod('extremal-perturbation', settings), engine, cnn, 8);
  expect([maps.count, ...maps.shape]).toEqual([4, 12, 12]);
  const levels = new BlurLevels(inputs, (20 * 12) / 224);
  const scores = async (masks: readonly Float64Array[]) => {
    const points = new Float32Array(inputs.values.length);
    masks.forEach((mask, n) => {
      levels.masked(n, mask, points.subarray(n * size, (n + 1) * size));
    });
    const logits = await weighted.logits(points);
    return Array.from(targets, (target, n) => logits[4 * n + target]);
  };
  const masks = Array.from({ length: 4 }, (_, n) =>
    Float64Array.from(maps.values.subarray(144 * n, 144 * (n + 1))),
  );
  for (const mask of masks) {
    const mean = mask.reduce((a, b) => a + b, 0) / 144;
    expect(mean).toBeGreaterThan(0.15);
    expect(mean).toBeLessThan(0.35);
  }
  const learned = await scores(masks);
  const turned = await scores(masks.map((mask) => mask.slice().reverse()));
  const kept = learned.map((score, n) => score - turned[n]);
  expect(kept.reduce((a, b) => a + b, 0)).toBeGreaterThan(0);
});

test('the gap of an area is 0 for a mask of that area, and its derivative that of differences', () => {
  const exact = Float64Array.of(1, 0, 0, 1, 0);
  expect(areaGap(exact, 0.4, 1, new Float64Array(5))).toBe(0);
  const mask = Float64Array.of(0.2, 0.9, 0.4, 0.7, 0.1);
  const slope = new Float64Array(5);
  areaGap(mask, 0.4, 1, slope);
  slope.forEach((found, i) => {
    const moved = (by: number) => areaGap(mask.with(i, mask[i] + by), 0.4, 1, new Float64Array(5));
    expect((moved(1e-4) - moved(-1e-4)) / 2e-4).toBeCloseTo(found, 8);
  });
});

test('a mask of cells all of one value is the same everywhere, at the border too', () => {
  const smooth = new SmoothMask([9, 11], 1, 3);
  const mask = smooth.enlarge(new Float64Array(smooth.rows * smooth.columns).fill(1));
  for (const value of mask) expect(value).toBeCloseTo(mask[0], 12);
  expect(mask[0]).toBeGreaterThan(0.9);
});
