import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { InferenceSession, Tensor } from '../../../../src/engine/onnx-runtime.ts';
import { loadModel } from '../../../../src/model/load.ts';
import type { Model } from '../../../../src/model/model.ts';
import { writeModel } from '../../../../src/model/write.ts';
import { randomize } from '../../../../src/randomize/randomize.ts';
import { temporaryFolder } from '../../networks.ts';
import { scoresOf } from './scores.ts';
import { float32, LINEAR, type ModelText, written } from './written-model.ts';

const fixture = (name: string) => join(import.meta.dirname, '../../../../fixtures/onnx', `${name}.onnx`);

/** Layers by name, kind and weights, from input to output. */
const layersOf = ({ layers, weights }: Model) => {
  const specs = new Map(weights.map((spec) => [spec.name, spec]));
  return layers.toReversed().map(({ name, weights: own }) => {
    const drawn = own.map((weight) => {
      const { role, initializer, fans } = specs.get(weight)!;
      return [role, initializer?.className ?? '', ...(fans ? [`${fans.fanIn}/${fans.fanOut}`] : [])]
        .join(' ')
        .trim();
    });
    return `${name}: ${drawn.join(', ')}`;
  });
};

describe('layers and what their weights are for follow from use', () => {
  test('a residual network', async () => {
    expect(layersOf(await loadModel(fixture('resnet-dynamo-20')))).toMatchInlineSnapshot(`
      [
        "conv1: kernel HeUniform 27/72, bias",
        "layer1.0.conv1: kernel HeUniform 8/4, bias",
        "layer1.0.conv2: kernel HeUniform 36/36, bias",
        "layer1.0.conv3: kernel HeUniform 4/16, bias",
        "layer1.0.downsample.0: kernel HeUniform 8/16, bias",
        "layer2.0.conv1: kernel HeUniform 16/4, bias",
        "layer2.0.conv2: kernel HeUniform 36/36, bias",
        "layer2.0.conv3: kernel HeUniform 4/16, bias",
        "layer2.0.downsample.0: kernel HeUniform 16/16, bias",
        "layer2.1.conv1: kernel HeUniform 16/4, bias",
        "layer2.1.conv2: kernel HeUniform 36/36, bias",
        "layer2.1.conv3: kernel HeUniform 4/16, bias",
        "fc: kernel GlorotUniform 16/5, bias",
      ]
    `);
  });

  test('a vision transformer', async () => {
    expect(layersOf(await loadModel(fixture('vit-traced-17')))).toMatchInlineSnapshot(`
      [
        "patch: kernel GlorotUniform 192/512, bias",
        "n21: other RandomNormal, other RandomNormal",
        "blocks.0.norm1: scale, offset",
        "blocks.0.attn: kernel GlorotUniform 8/24, offset",
        "blocks.0.attn.out_proj: kernel GlorotUniform 8/8, bias",
        "blocks.0.norm2: scale, offset",
        "blocks.0.mlp.0: kernel GlorotUniform 8/16, offset",
        "blocks.0.mlp.2: kernel GlorotUniform 16/8, offset",
        "norm: scale, offset",
        "head: kernel GlorotUniform 8/5, bias",
      ]
    `);
  });
});

/**
 * How many numbers each network was trained with: all floats of its file but masks of attention (Swin's), single numbers
 * (halves, roots of two) and states of zeros. The table of an embedding does not count: maps are taken behind it.
 */
const COVERED = [
  ['vit-traced-17', 2253],
  ['vit-dynamo-20-any', 2245],
  ['deit-dynamo-20', 2314],
  ['swin-traced-17', 1381],
  ['swin-dynamo-20', 1381],
  ['bert-traced-17-any', 721],
  ['lstm-traced-17', 1175],
  ['resnet-traced-17', 1581],
] as const;

test.each(COVERED)('all that %s was trained with is random in the full stage', async (name, trained) => {
  const model = await loadModel(fixture(name));
  const { weights, coverage } = randomize(model, { stage: 'full', seed: 1 });
  expect(coverage).toBe(1);
  const moved = [...weights].filter(([weight, values]) =>
    values.some((value, i) => value !== model.trained.get(weight)![i]),
  );
  const size = model.weights.reduce(
    (sum, { shape }) => sum + shape.reduce((product, extent) => product * extent, 1),
    0,
  );
  expect(size).toBe(trained);
  // Biases of zero may stay what they are, and nothing else.
  const same = model.weights.filter(({ name: weight }) => !moved.some(([other]) => other === weight));
  expect(
    same.every(({ role }) => ['bias', 'offset', 'scale', 'moving-mean', 'moving-variance'].includes(role)),
  ).toBe(true);
});

async function runtimeLogits(path: string, x: Float32Array, shape: readonly number[]): Promise<number[]> {
  const session = await InferenceSession.create(path);
  const [name] = session.inputNames;
  const results: number[] = [];
  const size = shape.reduce((product, extent) => product * extent, 1);
  for (let at = 0; at < x.length; at += size) {
    const given = new Tensor('float32', x.slice(at, at + size), [1, ...shape]);
    results.push(...((await session.run({ [name]: given }))[session.outputNames[0]].data as Float32Array));
  }
  await session.release();
  return results;
}

/** [H, W, C] as the file has it. */
function channelsFirst(x: Float32Array, [height, width, channels]: readonly number[]): Float32Array {
  const size = height * width * channels;
  return x.map((_, i) => {
    const [n, at] = [Math.floor(i / size), i % size];
    const [c, pixel] = [Math.floor(at / (height * width)), at % (height * width)];
    return x[n * size + pixel * channels + c];
  });
}

describe('what is written is read by ONNX Runtime to the same logits', () => {
  test.each(['resnet-traced-17', 'mobilenet-v2-dynamo-20', 'vit-traced-17', 'swin-dynamo-20'])(
    '%s',
    async (name) => {
      const model = await loadModel(fixture(name));
      const { weights } = randomize(model, { stage: 'full', seed: 3 });
      const [path] = await writeModel(model, weights, await temporaryFolder());
      const x = Float32Array.from({ length: 2 * model.inputShape.reduce((a, b) => a * b, 1) }, (_, i) =>
        Math.sin(i * 0.7),
      );
      const ours = await scoresOf(model, x, weights);
      const [height, width, channels] = model.inputShape;
      const theirs = await runtimeLogits(path, channelsFirst(x, model.inputShape), [channels, height, width]);
      const largest = Math.max(...ours.map(Math.abs));
      for (const [i, logit] of ours.entries())
        expect(Math.abs(logit - theirs[i])).toBeLessThan(1e-5 * largest);
      const again = await loadModel(path);
      expect(again.layers).toEqual(model.layers);
      expect(again.sha256).not.toBe(model.sha256);
    },
  );

  test('trained weights are written byte for byte', async () => {
    const model = await loadModel(fixture('resnet-dynamo-20'));
    const [path] = await writeModel(model, model.trained, await temporaryFolder());
    expect((await readFile(path)).equals(await readFile(fixture('resnet-dynamo-20')))).toBe(true);
  });

  const [weight, bias] = LINEAR.tensors!;
  const half = new Uint8Array(Uint16Array.of(0x3c00, 0x4000, 0x4200, 0x4400, 0x4500, 0x4600).buffer);
  test.each<[string, ModelText['tensors']]>([
    ['as a list', [{ ...weight, raw: undefined, floats: [1, 2, 3, 4, 5, 6] }, bias]],
    ['as float16', [{ ...weight, type: 10, raw: half }, bias]],
    [
      'as float64',
      [{ ...weight, type: 11, raw: new Uint8Array(Float64Array.of(1, 2, 3, 4, 5, 6).buffer) }, bias],
    ],
  ])('weights %s keep their type', async (_, tensors) => {
    const { path, folder } = await written({ ...LINEAR, tensors });
    const model = await loadModel(path);
    const other = new Map([...model.trained, ['fc.weight', Float32Array.of(6, 5, 4, 3, 2, 1)]]);
    const [made] = await writeModel(model, other, join(folder, 'out'));
    expect((await readFile(made)).length).toBe((await readFile(path)).length);
    expect([...(await loadModel(made)).trained.get('fc.weight')!]).toEqual([6, 5, 4, 3, 2, 1]);
  });

  test('weights in another file are written into another file', async () => {
    const external = { location: 'net.data', offset: '4', length: '24' };
    const beside = { 'net.data': Uint8Array.of(9, 9, 9, 9, ...float32([1, 2, 3, 4, 5, 6]), 8) };
    const { path, folder } = await written(
      { ...LINEAR, tensors: [{ ...weight, raw: undefined, external }, bias] },
      beside,
    );
    const model = await loadModel(path);
    const other = new Map([...model.trained, ['fc.weight', Float32Array.of(6, 5, 4, 3, 2, 1)]]);
    await writeModel(model, other, join(folder, 'out'));
    expect([...(await readFile(join(folder, 'out/net.data')))]).toEqual([
      9,
      9,
      9,
      9,
      ...float32([6, 5, 4, 3, 2, 1]),
      8,
    ]);
    expect([...(await loadModel(join(folder, 'out/net.onnx'))).trained.get('fc.weight')!]).toEqual([
      6, 5, 4, 3, 2, 1,
    ]);
  });
});
