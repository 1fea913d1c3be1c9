import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FOREIGN_FORMATS } from '../../../../src/model/formats/foreign/formats.ts';
import { loadModel } from '../../../../src/model/load.ts';
import { refusal, temporaryFolder } from '../../networks.ts';

const bytes = (text: string) => Buffer.from(text, 'latin1');
const zipOf = (member: string) => bytes(`PK\x03\x04${'\0'.repeat(26)}${member}${'\0'.repeat(600)}`);

async function offering(name: string, content: Buffer): Promise<string> {
  const folder = await temporaryFolder();
  const path = join(folder, name);
  await writeFile(path, content);
  return refusal(() => loadModel(path), folder);
}

const HDF5 = bytes('\x89HDF\r\n\x1a\n');
const EXPECTED =
  'expected an ONNX model: an .onnx file or a TensorFlow.js model: a model.json or a folder that contains one, found';

/** What a file of each format begins with, and the commands that its refusal must contain. */
const FORMATS: [string, Buffer, string, string[]][] = [
  ['net.h5', HDF5, 'a Keras HDF5 file', ['--input_format=keras FOLDER/net.h5', "'FOLDER/net.h5').export("]],
  ['net.keras', zipOf('metadata.json'), 'a Keras archive', ["load_model('FOLDER/net.keras')"]],
  ['net.pt', zipOf('net/data.pkl'), 'a PyTorch file', ['torch.onnx.export']],
  ['net.pth', bytes('\x80\x02\x8a\x0a'), 'a Python pickle, as older PyTorch saves', ['torch.onnx.export']],
  ['net.tflite', bytes('\x1c\0\0\0TFL3'), 'a TensorFlow Lite file', ['--input_format=tf_saved_model']],
  [
    'net.safetensors',
    bytes('\x40\0\0\0\0\0\0\0{"weight"'),
    'a safetensors file, which holds weights without a network',
    ['torch.onnx.export'],
  ],
  ['saved_model.pb', bytes('\x08\x01\x12\x02'), 'a TensorFlow graph', ['--input_format=tf_saved_model']],
  ['frozen.pb', bytes('\x0a\x10\x0a\x05'), 'a TensorFlow graph', ['--input_format=tf_frozen_model']],
  ['net.zip', zipOf('readme.txt'), 'a zip archive', ['Unpack it']],
  ['net.npz', zipOf('w.npy'), 'a numpy archive or array', ['--inputs']],
];

describe('files of other tools are recognised, with the command that converts them', () => {
  test.each(FORMATS)('%s', async (name, content, found, commands) => {
    const message = await offering(name, content);
    expect(message).toContain(`FOLDER/${name}: ${EXPECTED} ${found}.`);
    for (const command of commands) expect(message).toContain(command);
    // By its bytes alone too.
    if (!name.endsWith('.pb')) expect(await offering('model.json', content)).toContain(found);
  });

  test('one whose bytes tell nothing goes by its name', async () => {
    expect(await offering('net.onnx', bytes('hello'))).toMatchInlineSnapshot(
      `"FOLDER/net.onnx: expected an ONNX model, found bytes that are none: Unimplemented type: 4. The file is cut off, damaged or of another kind."`,
    );
  });

  test('a SavedModel folder', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'variables'));
    await writeFile(join(folder, 'saved_model.pb'), '\x08\x01\x12\x02');
    expect(await refusal(() => loadModel(folder), folder)).toMatchInlineSnapshot(
      `"FOLDER: expected an ONNX model: an .onnx file or a TensorFlow.js model: a model.json or a folder that contains one, found a SavedModel. Convert it: tensorflowjs_converter --input_format=tf_saved_model FOLDER converted."`,
    );
  });

  test('a folder that holds such a file in place of model.json', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'net.keras'), zipOf('config.json'));
    expect(await refusal(() => loadModel(folder), folder)).toMatchInlineSnapshot(
      `"FOLDER: expected an ONNX model: an .onnx file or a TensorFlow.js model: a model.json or a folder that contains one, found a folder without model.onnx or model.json, but with net.keras (a Keras archive). Convert it by way of a SavedModel: python -c "import keras; keras.models.load_model('FOLDER/net.keras').export('saved_model')" && tensorflowjs_converter --input_format=tf_saved_model saved_model converted."`,
    );
  });

  test('a command never contains what a shell would read', async () => {
    expect(await offering('$(touch x).h5', HDF5)).toContain('--input_format=keras model.h5 converted');
  });
});

test.each(FOREIGN_FORMATS.map((format) => [format.name, format] as const))(
  'what is to be done with %s ends in no full stop: the message has its own',
  (_name, format) => {
    expect(format.convert('net')).not.toMatch(/\.$/);
  },
);
