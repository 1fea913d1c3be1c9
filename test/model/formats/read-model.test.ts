import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isForeign, type ModelFormat } from '../../../src/model/formats/format.ts';
import { readModel } from '../../../src/model/formats/read-model.ts';
import { MODEL_FORMATS } from '../../../src/model/formats/registry.ts';
import { modelFromLayers } from '../../../src/model/layers-model.ts';
import { loadModel } from '../../../src/model/load.ts';
import { refusal, save, temporaryFolder, tinyNetwork } from '../networks.ts';

/** A format of one word: every file that begins with NET is the tiny network. */
const NET: ModelFormat = {
  name: 'net',
  fileNames: ['network.net'],
  extensions: ['.net'],
  accepted: { model: 'a NET model', files: 'a .net file' },
  recognises: ({ head }) => head.toString('latin1', 0, 3) === 'NET',
  read: async ({ given }) => ({ ...modelFromLayers(tinyNetwork(), given), format: 'net' }),
};
const WITH_NET = [NET, ...MODEL_FORMATS];

describe('the formats of models', () => {
  test('have names, and models that they read say them', async () => {
    const names = MODEL_FORMATS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    const readable = MODEL_FORMATS.filter((format) => !isForeign(format)).map(({ name }) => name);
    expect(readable.toSorted()).toEqual(['onnx', 'tfjs-graph-model', 'tfjs-layers-model']);
    const model = await loadModel(await save(tinyNetwork()));
    expect(model.format).toBe('tfjs-layers-model');
    model.dispose();
  });

  test('another one is a member of the list, from the file or its folder', async () => {
    const folder = await temporaryFolder();
    const path = join(folder, 'network.net');
    await writeFile(path, 'NET 1');
    for (const given of [path, folder]) {
      const model = await readModel(given, {}, WITH_NET);
      expect([model.format, model.source]).toEqual(['net', given]);
    }
    const other = await readModel(await save(tinyNetwork()), {}, WITH_NET);
    expect(other.format).toBe('tfjs-layers-model');
    other.dispose();
  });

  test('messages name what all of them take', async () => {
    const folder = await temporaryFolder();
    expect(await refusal(() => readModel(folder, {}, WITH_NET), folder)).toMatchInlineSnapshot(
      `"FOLDER: expected a .net file or an .onnx file or a model.json or a folder that contains one, found a folder without network.net or model.onnx or model.json."`,
    );
    const path = join(folder, 'net.h5');
    await writeFile(path, Buffer.from('\x89HDF\r\n\x1a\n', 'latin1'));
    expect(await refusal(() => readModel(path, {}, WITH_NET), folder)).toMatchInlineSnapshot(
      `"FOLDER/net.h5: expected a NET model: a .net file or an ONNX model: an .onnx file or a TensorFlow.js model: a model.json or a folder that contains one, found a Keras HDF5 file. Convert it (saved by Keras 2): tensorflowjs_converter --input_format=keras FOLDER/net.h5 converted; saved by Keras 3: python -c "import keras; keras.models.load_model('FOLDER/net.h5').export('saved_model')" && tensorflowjs_converter --input_format=tf_saved_model saved_model converted."`,
    );
    expect(await refusal(() => readModel(path, {}, [NET]), folder)).toMatchInlineSnapshot(
      `"FOLDER/net.h5: expected a .net file, found a file of no known format."`,
    );
  });

  test('a folder goes by the first name that is looked for', async () => {
    const folder = await save(tinyNetwork());
    await mkdir(join(folder, 'variables'));
    await writeFile(join(folder, 'saved_model.pb'), '\x08\x01\x12\x02');
    const model = await loadModel(folder);
    expect(model.format).toBe('tfjs-layers-model');
    model.dispose();
  });
});
