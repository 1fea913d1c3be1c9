import { probit } from 'simple-statistics';
import { afterAll, expect, test } from 'vitest';
import { Programs } from '../../src/attribution/passes/programs.ts';
import { WeightedModel } from '../../src/attribution/passes/weighted-model.ts';
import { createMethod } from '../../src/attribution/registry.ts';
import { shapleyRegression, shapleyWeight } from '../../src/attribution/regression/shapley.ts';
import { fillFromCells } from '../../src/attribution/requests/cell-masks.ts';
import { createEngine } from '../../src/engine/create.ts';
import { decode, givenNoise, perturbedNetworks } from './golden-perturbation.ts';
import { type ExpectedMaps, mapsOf, worstError } from './golden-propagation.ts';

const [cnn, , mlp] = perturbedNetworks();
const engine = await createEngine({ engine: 'compiled', backend: 'cpu', threads: 1, notify: () => {} });
afterAll(() => engine.dispose());

const GRID = { segmentation: 'grid', segments: 16 };
const expected = (network: typeof cnn, entry: string): ExpectedMaps => network.maps.get(entry)!;

test.each([
  { network: mlp, entry: 'feature-ablation', settings: {} },
  { network: cnn, entry: 'segment-ablation', settings: GRID },
])('$entry equals the oracle', async ({ network, entry, settings }) => {
  const maps = await mapsOf(createMethod('feature-ablation', settings), engine, network);
  expect([maps.count, ...maps.shape]).toEqual(expected(network, entry).shape);
  expect(worstError(maps.values, expected(network, entry))).toBeLessThan(2e-5);
});

test('lime equals the oracle on its masks', async () => {
  const coins = givenNoise((draw) => cnn.given.lime_masks![draw].map((kept) => (kept ? 1 : -1)));
  const method = createMethod('lime', { ...GRID, samples: 40 });
  const maps = await mapsOf(method, engine, { ...cnn, noise: coins });
  expect(worstError(maps.values, expected(cnn, 'lime'))).toBeLessThan(1e-4);
});

test('kernel-shap is exact where all coalitions fit, and meets both ends in any case', async () => {
  const exact = expected(mlp, 'shapley-exact');
  const maps = await mapsOf(createMethod('kernel-shap', { samples: 1024 }), engine, mlp);
  expect(worstError(maps.values, exact)).toBeLessThan(1e-4);
  const fewer = await mapsOf(createMethod('kernel-shap', { samples: 300 }), engine, {
    ...mlp,
    noise: givenNoise((draw) =>
      Array.from({ length: 11 }, (_, i) => probit(((draw * 37 + i * 101) % 307) / 307 + 1e-3)),
    ),
  });
  const sum = (values: Float32Array, n: number) =>
    values.subarray(10 * n, 10 * n + 10).reduce((a, b) => a + b, 0);
  for (let n = 0; n < 4; n++) expect(sum(fewer.values, n)).toBeCloseTo(sum(exact.values, n), 4);
});

test("the regression with Shapley's weights equals the oracle on its coalitions", async () => {
  const masks = mlp.given.shap_masks!;
  const weighted = new WeightedModel(new Programs(engine, mlp.model, 44), mlp.model.trained);
  const found = new Float32Array(40);
  for (let n = 0; n < 4; n++) {
    const x = mlp.batch.values.subarray(10 * n, 10 * n + 10);
    const inputs = [...masks, Array(10).fill(0), Array(10).fill(1)].flatMap((mask) =>
      mask.map((kept: number, i: number) => kept * x[i]),
    );
    const logits = await weighted.logits(Float32Array.from(inputs));
    const scores = Float64Array.from(
      { length: 42 },
      (_, row) => logits[row * mlp.model.classes + mlp.targets[n]],
    );
    const values = shapleyRegression({
      members: Float64Array.from(masks.flat()),
      players: 10,
      worth: scores.subarray(0, 40),
      weights: Float64Array.from(masks, (mask) =>
        shapleyWeight(
          10,
          mask.reduce((a, b) => a + b, 0),
        ),
      ),
      nobody: scores[40],
      everybody: scores[41],
    });
    found.set(values, 10 * n);
  }
  expect(worstError(found, expected(mlp, 'kernel-shap-given-masks'))).toBeLessThan(1e-4);
  await weighted.release();
});

test('masks of rise equal the oracle on its cells', () => {
  const { cells, offsets, masks } = cnn.given.rise!;
  const stored = decode(masks);
  const mask = new Float32Array(144);
  cells.forEach((rows, k) => {
    const [row, column] = offsets[k];
    const step = { row: 3, column: 3 };
    fillFromCells({ kept: rows.flat(), cells: 4, height: 12, width: 12, step, place: { row, column } }, mask);
    mask.forEach((value, p) => {
      expect(Math.abs(value - stored[k * 144 + p])).toBeLessThan(1e-6);
    });
  });
});

test('rise equals the oracle on its masks', async () => {
  const { cells, offsets } = cnn.given.rise!;
  // Uniform numbers that fall on a side, and in the middle of the third that gives an offset.
  const noise = givenNoise((draw) => [
    ...cells[draw].flat().map((kept) => probit(kept ? 0.25 : 0.75)),
    ...offsets[draw].map((offset) => probit((offset + 0.5) / 3)),
  ]);
  const maps = await mapsOf(createMethod('rise', { samples: 24, cells: 4 }), engine, { ...cnn, noise });
  expect(worstError(maps.values, expected(cnn, 'rise'))).toBeLessThan(2e-5);
});

test('forwards are known beforehand, from the network alone', () => {
  const points = (name: string, settings: Record<string, unknown>, network = cnn) =>
    createMethod(name, settings)
      .requests(network.model)
      .reduce((sum, request) => sum + request.points, 0);
  expect(points('feature-ablation', GRID)).toBe(17);
  expect(points('feature-ablation', { segments: 7 })).toBe(8);
  expect(points('feature-ablation', {}, mlp)).toBe(11);
  expect(points('lime', { samples: 40 })).toBe(41);
  expect(points('kernel-shap', { samples: 40 })).toBe(42);
  expect(points('rise', { samples: 24 })).toBe(24);
});
