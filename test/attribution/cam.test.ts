import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { enlarge } from '../../src/attribution/enlarge.ts';
import { MisfitError } from '../../src/attribution/misfit.ts';
import { Programs } from '../../src/attribution/passes/programs.ts';
import { WeightedModel } from '../../src/attribution/passes/weighted-model.ts';
import { pooledSite } from '../../src/attribution/pooled-site.ts';
import { createMethod } from '../../src/attribution/registry.ts';
import { createEngine } from '../../src/engine/create.ts';
import { loadModel } from '../../src/model/load.ts';
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

  // Of the second layer no place of the enlarged activation is a place of the small one: what is scaled is the enlarged one.
  test.each(['relu2', 'pool1'])('score-cam at %s', async (layer) => {
    const weighted = new WeightedModel(new Programs(engine, cnn.model, 4), cnn.model.trained);
    const { activation, shape } = await weighted.activation(layer, cnn.batch.values, cnn.targets);
    const maps = await mapsOf(createMethod('score-cam', { layer }), engine, cnn);
    const [height, width, channels] = shape;
    const size = [height, width] as const;
    const places = height * width;
    for (let n = 0; n < 4; n++) {
      const scores: number[] = [];
      const planes: Float64Array[] = [];
      for (let k = 0; k < channels; k++) {
        const plane = Float64Array.from(
          { length: places },
          (_, p) => activation[(n * places + p) * channels + k],
        );
        planes.push(plane);
        const large = enlarge(plane, size, INPUT);
        const [low, high] = [Math.min(...large), Math.max(...large)];
        const mask = large.map((v) => (high > low ? (v - low) / (high - low) : 1));
        const masked = cnn.batch.values
          .slice(n * 288, (n + 1) * 288)
          .map((value, i) => value * mask[Math.floor(i / 2)]);
        scores.push((await weighted.logits(masked))[cnn.targets[n]]);
      }
      const sum = scores.reduce((total, score) => total + Math.exp(score), 0);
      const small = Float64Array.from({ length: places }, (_, p) =>
        Math.max(
          0,
          planes.reduce((total, plane, k) => total + (Math.exp(scores[k]) / sum) * plane[p], 0),
        ),
      );
      enlarge(small, size, INPUT).forEach((value, p) => {
        expect(maps.values[n * 144 + p]).toBeCloseTo(value, 5);
      });
    }
    await weighted.release();
  });
});

const FOLDER = new URL('../../fixtures/onnx/', import.meta.url);

describe('networks from ONNX files', () => {
  test('have the layer that is averaged before the one dense layer, by what their operations do', async () => {
    const found: Record<string, string> = {};
    for (const file of readdirSync(FOLDER).filter((name) => name.endsWith('.onnx'))) {
      const model = await loadModel(fileURLToPath(new URL(file, FOLDER)));
      try {
        const site = pooledSite(model);
        found[file.replace('.onnx', '')] = `${site.name} ${site.kind} [${site.shape.join(', ')}]`;
      } catch (error) {
        expect(error).toBeInstanceOf(MisfitError);
      }
      model.dispose();
    }
    expect(found).toMatchInlineSnapshot(`
      {
        "conv1d-traced-17": "conv2 Conv [4, 8]",
        "convnext-dynamo-20": "n18 Div [4, 4, 8]",
        "efficientnet-dynamo-20": "n32 Mul [4, 4, 16]",
        "inception-traced-11": "n12 Concat [8, 8, 18]",
        "mixer-traced-11": "norms.2 Mul [16, 8]",
        "mobilenet-v2-dynamo-20": "features.3.0 Conv [4, 4, 16]",
        "mobilenet-v2-traced-11": "features.3.0 Conv [4, 4, 16]",
        "mobilenet-v3-traced-17": "features.3.0 Conv [4, 4, 16]",
        "quantised-traced-17": "n13 DequantizeLinear [8, 8, 8]",
        "regnet-dynamo-20": "n43 Relu [4, 4, 16]",
        "resnet-dynamo-20": "n25 Relu [4, 4, 16]",
        "resnet-traced-17": "n25 Relu [4, 4, 16]",
        "resnext-traced-11": "n25 Relu [4, 4, 16]",
        "swin-dynamo-20": "norm LayerNormalization [2, 2, 8]",
        "swin-traced-17": "norm LayerNormalization [2, 2, 8]",
      }
    `);
  });

  test.each(['regnet-dynamo-20', 'mobilenet-v3-traced-17', 'swin-traced-17', 'mixer-traced-11'])(
    'on %s cam is hires-cam of that layer times the number of positions',
    async (file) => {
      const model = await loadModel(fileURLToPath(new URL(`${file}.onnx`, FOLDER)));
      const values = Float32Array.from({ length: 2 * 768 }, (_, i) => Math.sin(i * i * 0.3));
      const network = {
        ...resbn,
        model,
        batch: { count: 2, shape: [16, 16, 3], values, baseline: new Float32Array(768) },
        targets: Int32Array.of(1, 3),
      };
      const site = pooledSite(model);
      const positions = site.plane ? site.plane.rows * site.plane.columns : site.shape[0] * site.shape[1];
      const cam = await mapsOf(createMethod('cam'), engine, network);
      const hires = await mapsOf(
        createMethod('hires-cam', { layer: site.name, relu: false }),
        engine,
        network,
      );
      expect(Math.max(...cam.values)).toBeGreaterThan(0);
      const expected = hires.values.map((value) => positions * value);
      const largest = [0, 1].map((n) => Math.max(...expected.subarray(256 * n, 256 * (n + 1)).map(Math.abs)));
      expect(worstError(cam.values, { shape: [2, 16, 16], values: expected, largest })).toBeLessThan(1e-4);
      model.dispose();
    },
  );
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
