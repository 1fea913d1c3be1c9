import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadModel } from '../../../../src/model/load.ts';
import { refusal, temporaryFolder } from '../../networks.ts';

async function writing(text: string | Buffer): Promise<string> {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'model.json'), text);
  return refusal(() => loadModel(folder), folder);
}

describe('what is no layers model is refused', () => {
  const minimal = { weightsManifest: [], format: 'layers-model' };

  it('nothing at the path', async () => {
    const folder = await temporaryFolder();
    expect(await refusal(() => loadModel(join(folder, 'none')), folder)).toMatchInlineSnapshot(
      `"FOLDER/none: expected an .onnx file or a model.json or a folder that contains one, found no such file or folder."`,
    );
  });

  it('a folder without model.json', async () => {
    const folder = await temporaryFolder();
    expect(await refusal(() => loadModel(folder), folder)).toMatchInlineSnapshot(
      `"FOLDER: expected an .onnx file or a model.json or a folder that contains one, found a folder without model.onnx or model.json."`,
    );
  });

  it('a folder in the place of model.json', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'model.json'));
    expect(await refusal(() => loadModel(folder), folder)).toMatchInlineSnapshot(
      `"FOLDER/model.json: expected an .onnx file or a model.json or a folder that contains one, found something that is not a file."`,
    );
  });

  it('JSON behind a byte order mark is read as without', async () =>
    expect(await writing('\uFEFF{}')).toContain('found modelTopology: nothing'));
  it('an empty file', async () =>
    expect(await writing('')).toMatchInlineSnapshot(
      `"FOLDER/model.json: expected JSON, found an empty file."`,
    ));
  it('text', async () =>
    expect(await writing('hello there')).toMatchInlineSnapshot(
      `"FOLDER/model.json: expected JSON, found 11 bytes of something else."`,
    ));
  it('JSON that is cut off', async () =>
    expect(await writing('{"modelTopology": {')).toMatchInlineSnapshot(
      `"FOLDER/model.json: expected JSON, found JSON that is cut off or damaged (19 bytes)."`,
    ));
  it('JSON that is no object', async () =>
    expect(await writing('[1, 2]')).toMatchInlineSnapshot(
      `"FOLDER/model.json: expected a JSON object, found [1,2]."`,
    ));
  it('an object without topology', async () =>
    expect(await writing('{}')).toMatchInlineSnapshot(
      `"FOLDER/model.json: expected a TensorFlow.js layers model, found modelTopology: nothing."`,
    ));

  it('nesting without end', async () => {
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    expect(await writing(`{"modelTopology": ${deep}}`)).toMatchInlineSnapshot(
      `"FOLDER/model.json: expected JSON that nests at most 500 deep, found a value nested too deeply."`,
    );
  });

  it('a Keras 3 topology', async () => {
    const model_config = { class_name: 'Functional', config: {} };
    const keras = { ...minimal, modelTopology: { keras_version: '3.4.1', model_config } };
    expect(await writing(JSON.stringify(keras))).toMatchInlineSnapshot(
      `"FOLDER/model.json: expected a TensorFlow.js layers model, found a topology of Keras 3. Keras 3 topologies are not supported yet. Convert the Keras 2 model with tensorflowjs_converter --output_format=tfjs_layers_model."`,
    );
    const layer = { class_name: 'InputLayer', config: { batch_shape: [null, 2] } };
    const bare = { ...minimal, modelTopology: { class_name: 'Sequential', config: { layers: [layer] } } };
    expect(await writing(JSON.stringify(bare))).toContain('Keras 3');
  });

  it('a topology without weights', async () => {
    expect(await writing('{"class_name": "Sequential", "config": {}}')).toMatchInlineSnapshot(
      `"FOLDER/model.json: expected a TensorFlow.js layers model, found a Keras topology without weights. Convert the Keras 2 model with tensorflowjs_converter --output_format=tfjs_layers_model."`,
    );
  });

  it('a topology of nothing known', async () => {
    expect(await writing(JSON.stringify({ ...minimal, modelTopology: { a: 1 } }))).toMatchInlineSnapshot(
      `"FOLDER/model.json: expected a TensorFlow.js layers model, found a topology without class_name and config."`,
    );
  });

  it('a layer that TensorFlow.js does not know', async () => {
    const layer = { class_name: 'Lambda', config: { name: 'square' } };
    const modelTopology = { class_name: 'Sequential', config: { layers: [layer] } };
    expect(await writing(JSON.stringify({ ...minimal, modelTopology }))).toMatchInlineSnapshot(
      `"FOLDER/model.json: layer "square": expected layers that TensorFlow.js knows, found "Lambda"."`,
    );
  });

  it('a layer in the place of the model', async () => {
    const modelTopology = { class_name: 'Dense', config: { units: 3 } };
    expect(await writing(JSON.stringify({ ...minimal, modelTopology }))).toMatchInlineSnapshot(
      `"FOLDER/model.json: expected a topology that TensorFlow.js can build, found the error "a single layer where a model was expected"."`,
    );
  });
});
