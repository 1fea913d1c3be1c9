import * as layers from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { loadModel } from '../../../../src/model/load.ts';
import { refusal, type Saved, save, spoiling } from '../../networks.ts';

const L = layers.layers;

describe('weight entries are refused', () => {
  const kernel = (change: object) => (document: Saved) => {
    Object.assign(document.weightsManifest[0].weights[0], change);
  };
  const manifest = (value: unknown) => (document: Saved) => {
    document.weightsManifest = value as Saved['weightsManifest'];
  };

  it('no manifest', async () =>
    expect(await spoiling(manifest(undefined))).toMatchInlineSnapshot(
      `"FOLDER/model.json: weightsManifest: expected an array, found nothing."`,
    ));
  it('an empty manifest', async () =>
    expect(await spoiling(manifest([]))).toMatchInlineSnapshot(
      `"FOLDER/model.json: layer dense: expected weights of 0 numbers in all, as stored, found more: its kernel has shape [2,2]."`,
    ));
  it('a group that is none', async () =>
    expect(await spoiling(manifest([7]))).toMatchInlineSnapshot(
      `"FOLDER/model.json: weightsManifest[0]: expected an object, found 7."`,
    ));
  it('a group without paths', async () =>
    expect(await spoiling(manifest([{}]))).toMatchInlineSnapshot(
      `"FOLDER/model.json: weightsManifest[0].paths: expected an array, found nothing."`,
    ));
  it('without a name', async () =>
    expect(await spoiling(kernel({ name: 3 }))).toMatchInlineSnapshot(
      `"FOLDER/model.json: weightsManifest[0].weights[0].name: expected a weight name, found 3."`,
    ));
  it('of an unknown dtype', async () =>
    expect(await spoiling(kernel({ dtype: 'string' }))).toMatchInlineSnapshot(
      `"FOLDER/model.json: weightsManifest[0].weights[0].dtype: expected float32, int32, bool, uint8, float16, found "string"."`,
    ));
  it('of an inherited dtype', async () =>
    expect(await spoiling(kernel({ dtype: 'toString' }))).toContain('"toString"'));
  it('of a shape that is none', async () =>
    expect(await spoiling(kernel({ shape: 4 }))).toMatchInlineSnapshot(
      `"FOLDER/model.json: weightsManifest[0].weights[0].shape: expected an array, found 4."`,
    ));
  it('of negative extent', async () =>
    expect(await spoiling(kernel({ shape: [2, -2] }))).toMatchInlineSnapshot(
      `"FOLDER/model.json: weightsManifest[0].weights[0].shape: expected whole numbers, found [2,-2]."`,
    ));

  it("of another shape than the layer's", async () => {
    expect(await spoiling(kernel({ shape: [4, 1] }))).toMatchInlineSnapshot(
      `"FOLDER/model.json: weight dense/kernel: expected shape [2,2], as the layer has it, found [4,1]."`,
    );
  });

  it('of a size that no file has', async () => {
    expect(await spoiling(kernel({ shape: [2e6, 2e6] }))).toMatchInlineSnapshot(
      `"FOLDER/model.json: weight files group1-shard1of1.bin: expected 16000000000008 bytes for 2 weights, found 24 bytes. The file is cut off, or shapes are wrong."`,
    );
    expect(await spoiling(kernel({ shape: [1e9, 1e9, 1e9] }))).toMatchInlineSnapshot(
      `"FOLDER/model.json: weightsManifest[0].weights[0].shape: expected a size that can be stored, found 4e+27 bytes."`,
    );
  });

  it('with quantisation of unknown kind', async () => {
    expect(await spoiling(kernel({ quantization: { dtype: 'int4' } }))).toMatchInlineSnapshot(
      `"FOLDER/model.json: weightsManifest[0].weights[0].quantization.dtype: expected float16, uint8, uint16, found "int4"."`,
    );
    expect(await spoiling(kernel({ quantization: { dtype: 'uint8', scale: 1 } }))).toMatchInlineSnapshot(
      `"FOLDER/model.json: weightsManifest[0].weights[0].quantization: expected numbers scale and min, found {"dtype":"uint8","scale":1}."`,
    );
    expect(
      await spoiling(kernel({ dtype: 'int32', quantization: { dtype: 'float16' } })),
    ).toMatchInlineSnapshot(
      `"FOLDER/model.json: weightsManifest[0].weights[0].dtype: expected float32 under quantisation as float16, found "int32"."`,
    );
  });

  it('under a name that is used twice', async () => {
    expect(await spoiling(kernel({ name: 'dense/bias' }))).toMatchInlineSnapshot(
      `"FOLDER/model.json: weight dense/bias: expected one entry in weightsManifest, found more than one."`,
    );
  });

  it('under a name that no layer has', async () => {
    expect(await spoiling(kernel({ name: 'dens/kernel' }))).toMatchInlineSnapshot(
      `"FOLDER/model.json: weightsManifest: expected every weight, found none for dense/kernel. No layer has: dens/kernel."`,
    );
  });

  it('beyond those of the layers', async () => {
    const more = (document: Saved, bytes: Buffer) => {
      document.weightsManifest[0].weights.push({ name: 'other/kernel', shape: [], dtype: 'float32' });
      return Buffer.concat([bytes, Buffer.alloc(4)]);
    };
    expect(await spoiling(more)).toMatchInlineSnapshot(
      `"FOLDER/model.json: weightsManifest: expected weights of the layers only, found other/kernel."`,
    );
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('that hold %s', async (value) => {
    const spoil = (_: Saved, bytes: Buffer) => {
      bytes.writeFloatLE(value, 12);
      return bytes;
    };
    expect(await spoiling(spoil)).toBe(
      `FOLDER/model.json: weight dense/kernel[3]: expected a finite number, found ${value}.`,
    );
  });

  it('where a layer asks for more than is stored, before that is allocated', async () => {
    const grow = (document: Saved) => {
      const config = document.modelTopology.config as { layers: { config: Record<string, unknown> }[] };
      config.layers[0].config.units = 2 ** 45;
    };
    expect(await spoiling(grow)).toMatchInlineSnapshot(
      `"FOLDER/model.json: layer dense: expected weights of 6 numbers in all, as stored, found more: its kernel has shape [2,35184372088832]."`,
    );
  });

  it('where there are none', async () => {
    const network = layers.sequential({ layers: [L.flatten({ inputShape: [2, 2] })] });
    const folder = await save(network);
    expect(await refusal(() => loadModel(folder), folder)).toMatchInlineSnapshot(
      `"FOLDER: expected a model with weights, found none."`,
    );
  });
});
