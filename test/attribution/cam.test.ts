import { afterAll, describe, expect, test } from 'vitest';
import { enlarge } from '../../src/attribution/enlarge.ts';
import { Programs } from '../../src/attribution/passes/programs.ts';
import { WeightedModel } from '../../src/attribution/passes/weighted-model.ts';
import { createMethod } from '../../src/attribution/registry.ts';
import { createEngine } from '../../src/engine/create.ts';
import { perturbedNetworks } from './golden-perturbation.ts';
import { mapsOf, worstError } from './golden-propagation.ts';
import { smallModel } from './small-network.ts';

const [cnn, resbn] = perturbedNetworks();
const engine = await createEngine({ engine: 'compiled', backend: 'cpu', threads: 1, notify: () => {} });
afterAll(() => engine.dispose());

test.each([
  { network: cnn, entry: 'grad-cam++@relu2', method: 'grad-cam++', settings: {} },
  { network: cnn, entry: 'grad-cam++@pool1', method: 'grad-cam++', settings: { layer: 'pool1' } },
  { network: cnn, entry: 'grad-cam++@conv2', method: 'grad-cam++', settings: { layer: 'conv2' } },
  { network: resbn, entry: 'grad-cam++@relu4', method: 'grad-cam++', settings: {} },
  { network: resbn, entry: 'grad-cam++@add', method: 'grad-cam++', settings: { layer: 'add' } },
  { network: resbn, entry: 'cam', method: 'cam', settings: {} },
])('$network.name $entry equals the oracle', async ({ network, entry, method, settings }) => {
  const maps = await mapsOf(createMethod(method, settings), engine, network);
  expect(worstError(maps.values, network.maps.get(entry)!)).toBeLessThan(1e-5);
});

test('before an average and one dense layer hires-cam and grad-cam are cam over the number of positions', async () => {
  const cam = resbn.maps.get('cam')!;
  const scaled = {
    ...cam,
    values: cam.values.map((value) => value / 16),
    largest: cam.largest.map((value) => value / 16),
  };
  for (const method of ['hires-cam', 'grad-cam']) {
    const maps = await mapsOf(createMethod(method, { layer: 'relu4', relu: false }), engine, resbn);
    expect(worstError(maps.values, scaled)).toBeLessThan(1e-5);
  }
});

describe('equal to their definitions, written out', () => {
  const read = async () => {
    const weighted = new WeightedModel(new Programs(engine, cnn.model, 4), cnn.model.trained);
    const answer = await weighted.activation('relu2', cnn.batch.values, cnn.targets);
    return { weighted, answer };
  };
  const SIZE = [4, 4] as const;
  const INPUT = [12, 12] as const;

  test.each([
    ['hires-cam', (g: number, a: number) => g * a],
    ['layer-cam', (g: number, a: number) => Math.max(0, g) * a],
  ] as const)('%s', async (method, of) => {
    const { weighted, answer } = await read();
    const maps = await mapsOf(createMethod(method), engine, cnn);
    const channels = answer.shape[2];
    for (let n = 0; n < 4; n++) {
      const plane = Float64Array.from({ length: 16 }, (_, p) => {
        let sum = 0;
        for (let k = 0; k < channels; k++) {
          const at = (n * 16 + p) * channels + k;
          sum += of(answer.gradient[at], answer.activation[at]);
        }
        return Math.max(0, sum);
      });
      const expected = enlarge(plane, SIZE, INPUT);
      const largest = Math.max(...expected, 1e-6);
      expected.forEach((value, p) => {
        expect(Math.abs(maps.values[n * 144 + p] - value) / largest).toBeLessThan(1e-5);
      });
    }
    await weighted.release();
  });

  test('score-cam', async () => {
    const { weighted, answer } = await read();
    const maps = await mapsOf(createMethod('score-cam'), engine, cnn);
    const channels = answer.shape[2];
    for (let n = 0; n < 4; n++) {
      const scores: number[] = [];
      const planes: Float64Array[] = [];
      for (let k = 0; k < channels; k++) {
        const plane = Float64Array.from(
          { length: 16 },
          (_, p) => answer.activation[(n * 16 + p) * channels + k],
        );
        planes.push(plane);
        const [low, high] = [Math.min(...plane), Math.max(...plane)];
        const mask =
          high > low
            ? enlarge(
                plane.map((v) => (v - low) / (high - low)),
                SIZE,
                INPUT,
              )
            : new Float32Array(144).fill(1);
        const masked = cnn.batch.values
          .slice(n * 288, (n + 1) * 288)
          .map((value, i) => value * mask[Math.floor(i / 2)]);
        scores.push((await weighted.logits(masked))[cnn.targets[n]]);
      }
      const sum = scores.reduce((total, score) => total + Math.exp(score), 0);
      const small = Float64Array.from({ length: 16 }, (_, p) =>
        Math.max(
          0,
          planes.reduce((total, plane, k) => total + (Math.exp(scores[k]) / sum) * plane[p], 0),
        ),
      );
      enlarge(small, SIZE, INPUT).forEach((value, p) => {
        expect(maps.values[n * 144 + p]).toBeCloseTo(value, 5);
      });
    }
    await weighted.release();
  });
});

test('cam is refused where no average and one dense layer end the network', () => {
  expect(() => createMethod('cam').requests(smallModel())).toThrowErrorMatchingInlineSnapshot(
    `[InputError: cam: expected a network that ends with global average pooling and one dense layer, found it ends with flat (Flatten), fc1 (Dense), output (Dense).]`,
  );
});

test('the masks of score-cam are other ones under other weights, so nothing of them is kept', () => {
  const [, masked] = createMethod('score-cam').requests(cnn.model);
  expect(masked).toMatchObject({ varies: true, points: 8 });
});
