import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { modelFromLayers } from '../../src/model/layers-model.ts';
import { loadModel } from '../../src/model/load.ts';
import { writeModel } from '../../src/model/write.ts';
import { refusal, save, smallNetwork, temporaryFolder, tinyNetwork } from './networks.ts';

const negated = (weights: ReadonlyMap<string, Float32Array>) =>
  new Map([...weights].map(([name, values]) => [name, values.map((value) => -value)]));

describe('writeModel', () => {
  it('writes what loadModel reads back bit by bit', async () => {
    const model = await loadModel(await save(smallNetwork()));
    const weights = negated(model.trained);
    const folder = join(await temporaryFolder(), 'made', 'here');
    const files = await writeModel(model, weights, folder);
    expect(files).toEqual([join(folder, 'weights.bin'), join(folder, 'model.json')]);
    expect((await readdir(folder)).sort()).toEqual(['model.json', 'weights.bin']);
    const read = await loadModel(folder);
    expect(read.trained).toEqual(weights);
    expect(read.sha256).not.toBe(model.sha256);
    await writeModel(read, model.trained, join(folder, 'back'));
    const back = await loadModel(join(folder, 'back'));
    expect(back.trained).toEqual(model.trained);
    expect(back.sha256).toBe(model.sha256);
  });

  it('writes what TensorFlow.js reads back bit by bit', async () => {
    const model = modelFromLayers(smallNetwork(), 'memory');
    const weights = negated(model.trained);
    const folder = await temporaryFolder();
    await writeModel(model, weights, folder);
    const document = JSON.parse(await readFile(join(folder, 'model.json'), 'utf8'));
    const bytes = await readFile(join(folder, 'weights.bin'));
    const weightSpecs = document.weightsManifest[0].weights;
    const weightData = new Uint8Array(bytes).buffer;
    const network = await layers.loadLayersModel(tf.io.fromMemory({ ...document, weightSpecs, weightData }));
    const read = network.weights.map(
      (variable) => [variable.originalName, variable.read().dataSync()] as const,
    );
    expect(new Map(read)).toEqual(weights);
    expect(network.layers.at(-1)?.getConfig().activation).toBe('softmax');
  });

  it('refuses the folder that the model came from, and leaves it alone', async () => {
    const folder = await save(tinyNetwork());
    const before = await readdir(folder);
    const link = join(await temporaryFolder(), 'link');
    await symlink(folder, link);
    for (const source of [folder, join(folder, 'model.json')]) {
      const model = await loadModel(source);
      expect(await refusal(() => writeModel(model, model.trained, folder), folder)).toMatchInlineSnapshot(
        `"FOLDER: expected another folder than the one the model came from, found the same."`,
      );
      expect(await refusal(() => writeModel(model, model.trained, link), link)).toContain('found the same');
    }
    expect(await readdir(folder)).toEqual(before);
  });

  it('replaces links in the place of its files, so that what they lead to stays', async () => {
    const model = await loadModel(await save(tinyNetwork()));
    const folder = await temporaryFolder();
    const precious = join(await temporaryFolder(), 'precious');
    await writeFile(precious, 'kept');
    await symlink(precious, join(folder, 'weights.bin'));
    await writeModel(model, negated(model.trained), folder);
    expect(await readFile(precious, 'utf8')).toBe('kept');
    expect((await loadModel(folder)).trained).toEqual(negated(model.trained));
  });

  it('refuses places that cannot be written', async () => {
    const model = modelFromLayers(tinyNetwork(), 'memory');
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'file'), '');
    expect(
      await refusal(() => writeModel(model, model.trained, join(folder, 'file')), folder),
    ).toMatchInlineSnapshot(
      `"FOLDER/file: expected a folder that can be written, found EEXIST. Choose another folder with --out."`,
    );
    await mkdir(join(folder, 'weights.bin'));
    expect(await refusal(() => writeModel(model, model.trained, folder), folder)).toMatchInlineSnapshot(
      `"FOLDER/weights.bin: expected a file, found a folder. Choose another folder with --out."`,
    );
    expect((await readdir(folder)).sort()).toEqual(['file', 'weights.bin']);
  });

  it('refuses weights that are missing or of other sizes', async () => {
    const model = modelFromLayers(tinyNetwork(), 'memory');
    const folder = await temporaryFolder();
    await expect(writeModel(model, new Map(), folder)).rejects.toThrow(
      'weight dense/kernel: expected 4 numbers, found none',
    );
    expect(await readdir(folder)).toEqual([]);
  });
});
