import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadInputs } from '../../src/inputs/load.ts';
import { encodeNpy } from '../../src/inputs/npy.ts';
import { fault, folderOf, png } from './folder-of.ts';

const model = { inputShape: [2, 2, 1], classes: 10 };
const flat = (value: number) => png(2, 2, 1, () => value);

describe('a folder of images', () => {
  it('gives ids, labels and preprocessed values in the order of choice', async () => {
    const path = await folderOf({
      '0/b.png': await flat(51),
      '0/a.png': await flat(0),
      '9/a.png': await flat(255),
      '10x.txt': '',
    });
    const inputs = await loadInputs({ ...model, path });
    expect(inputs.ids).toEqual(['0/a.png', '9/a.png', '0/b.png']);
    expect(inputs.labels).toEqual([0, 9, 0]);
    expect(inputs.shape).toEqual([2, 2, 1]);
    expect(inputs.values).toEqual(Float32Array.of(0, 0, 0, 0, 1, 1, 1, 1, 0.2, 0.2, 0.2, 0.2));
    expect(new Set(inputs.sha256).size).toBe(3);
    expect(inputs.notices).toEqual(['not read, because they are no images: 10x.txt']);
  });

  it('a limit covers the classes, and begins what no limit gives', async () => {
    const files: Record<string, Buffer> = {};
    for (let i = 0; i < 12; i++) files[`${i % 3}/${i}.png`] = await flat(i);
    const path = await folderOf(files);
    const all = await loadInputs({ ...model, path });
    const some = await loadInputs({ ...model, path, limit: 7 });
    expect(some.ids).toEqual(all.ids.slice(0, 7));
    expect(some.labels).toEqual([0, 1, 2, 0, 1, 2, 0]);
    expect(some.notices).toContain('7 of 12 images are used');
  });

  it('keeps the order of names where it is asked to', async () => {
    const files: Record<string, Buffer> = {};
    for (let i = 0; i < 6; i++) files[`${Math.floor(i / 2)}/${i}.png`] = await flat(i);
    const path = await folderOf(files);
    const inputs = await loadInputs({ ...model, path, limit: 4, keepOrder: true });
    expect(inputs.ids).toEqual(['0/0.png', '0/1.png', '1/2.png', '2/4.png']);
    expect(inputs.labels).toEqual([0, 0, 1, 2]);
  });

  it('finds labels.json in the folder, and prefers the labels option', async () => {
    const path = await folderOf({ 'a.png': await flat(1), 'labels.json': '{"a.png": 4}' });
    const other = await folderOf({ 'mine.json': '{"a.png": 6}' });
    expect((await loadInputs({ ...model, path })).labels).toEqual([4]);
    expect((await loadInputs({ ...model, path, labels: join(other, 'mine.json') })).labels).toEqual([6]);
  });

  it('applies tf, raw and functions', async () => {
    const path = await folderOf({ 'a.png': await flat(255) });
    const first = async (preprocess: Parameters<typeof loadInputs>[0]['preprocess']) =>
      (await loadInputs({ ...model, path, preprocess })).values[0];
    expect(await first('tf')).toBe(1);
    expect(await first('raw')).toBe(255);
    expect(await first((x) => x.map((v) => v - 5))).toBe(250);
  });

  it('gives a black image after the same preprocessing', async () => {
    const path = await folderOf({ 'a.png': await flat(255) });
    const { black } = await loadInputs({ ...model, path, preprocess: 'tf' });
    expect(black).toEqual(Float32Array.of(-1, -1, -1, -1));
  });

  it('tells of images of equal content', async () => {
    const path = await folderOf({ '1/a.png': await flat(3), '1/b.png': await flat(3) });
    expect((await loadInputs({ ...model, path })).notices).toMatchInlineSnapshot(`
      [
        "inputs of equal content, each counted as an input of its own: 1/b.png = 1/a.png",
      ]
    `);
  });

  it('does not open a pipe, which would wait for ever', async () => {
    const path = await folderOf({ 'a.png': await flat(3) });
    execFileSync('mkfifo', [join(path, 'b.png')]);
    expect((await loadInputs({ ...model, path })).ids).toEqual(['a.png']);
  });

  it('refuses bad folders', async () => {
    const image = await flat(1);
    const folders: Record<string, Record<string, Uint8Array | string>> = {
      empty: {},
      'no image': { 'a.txt': 'x' },
      'broken image': { 'a.png': image, 'b.png': image.subarray(0, 40) },
      'label out of range': { '1/a.png': image, '10/a.png': image },
      'label in the file out of range': { 'a.png': image, 'labels.json': '{"a.png": -1}' },
      'fractional label': { 'a.png': image, 'labels.json': '{"a.png": 0.5}' },
      'fewer labels': { 'a.png': image, 'b.png': image, 'labels.json': '{"a.png": 1}' },
      'labels by order': { 'a.png': image, 'labels.json': '[1]' },
    };
    const messages: Record<string, string> = {};
    for (const [what, files] of Object.entries(folders)) {
      const path = await folderOf(files);
      messages[what] = await fault(loadInputs({ ...model, path }), path);
    }
    expect(messages).toMatchInlineSnapshot(`
      {
        "broken image": "<folder>/b.png: expected a PNG, JPEG or WebP image, found one that does not decode (Input file has corrupt header).",
        "empty": "<folder>: expected a folder with PNG, JPEG or WebP images, found nothing.",
        "fewer labels": "labels of <folder>: expected a label for each of 2 images, found none for b.png.",
        "fractional label": "label of a.png: expected a class index from 0 to 9, found 0.5.",
        "label in the file out of range": "label of a.png: expected a class index from 0 to 9, found -1.",
        "label out of range": "label of 10/a.png: expected a class index from 0 to 9, found 10.",
        "labels by order": "<folder>/labels.json: expected an object: {"file or class name": index}, found an array.",
        "no image": "<folder>: expected a folder with PNG, JPEG or WebP images, found no image among a.txt.",
      }
    `);
  });
});

describe('an .npy file', () => {
  it('of floats is taken as it is, with labels from JSON or .npy', async () => {
    const path = await folderOf({
      'x.npy': encodeNpy(
        [2, 2, 2],
        Float32Array.from({ length: 8 }, (_, i) => i - 4),
      ),
      'y.json': '[3, 1]',
      'y.npy': encodeNpy([2], Float32Array.of(3, 1)),
    });
    for (const labels of ['y.json', 'y.npy']) {
      const inputs = await loadInputs({ ...model, path: join(path, 'x.npy'), labels: join(path, labels) });
      expect(inputs.ids).toEqual(['x.npy[0]', 'x.npy[1]']);
      expect(inputs.labels).toEqual([3, 1]);
      expect(inputs.values).toEqual(Float32Array.of(-4, -3, -2, -1, 0, 1, 2, 3));
      expect(inputs.notices).toMatchInlineSnapshot(`
        [
          "x.npy holds no 8-bit pixels: taken as it is, "unit" preprocessing does not apply",
        ]
      `);
    }
  });

  it('of bytes is scaled like images', async () => {
    const header = "{'descr': '|u1', 'fortran_order': False, 'shape': (1, 2, 2, 1)}".padEnd(117);
    const bytes = Buffer.concat([
      Buffer.from(`\x93NUMPY\x01\x00\x76\x00${header}\n`, 'latin1'),
      Buffer.of(0, 51, 102, 255),
    ]);
    const path = await folderOf({ 'x.npy': bytes });
    const inputs = await loadInputs({ ...model, path: join(path, 'x.npy') });
    expect(inputs.values).toEqual(Float32Array.of(0, 0.2, 0.4, 1));
    expect(inputs.notices).toEqual([]);
  });

  it('refuses bad files and labels', async () => {
    const good = encodeNpy(
      [2, 2, 2, 1],
      Float32Array.from({ length: 8 }, (_, i) => i),
    );
    const path = await folderOf({
      'x.npy': good,
      'cut.npy': good.subarray(0, -8),
      'nan.npy': encodeNpy([1, 2, 2, 1], Float32Array.of(0, 1, Number.NaN, 3)),
      'other.npy': encodeNpy([8, 1], new Float32Array(8)),
      'scalar.npy': encodeNpy([], new Float32Array(1)),
      'single.png': new Uint8Array(8),
      'arrays.npz': new Uint8Array(8),
      'few.json': '[1]',
      'large.json': '[1, 10]',
      'map.json': '{"x": 1}',
    });
    const load = (file: string, labels?: string) =>
      fault(loadInputs({ ...model, path: join(path, file), labels: labels && join(path, labels) }), path);
    expect({
      missing: await load('missing.npy'),
      'another file': await load('few.json'),
      'a single image': await load('single.png'),
      'an archive': await load('arrays.npz'),
      cut: await load('cut.npy'),
      NaN: await load('nan.npy'),
      'other shape': await load('other.npy'),
      scalar: await load('scalar.npy'),
      'few labels': await load('x.npy', 'few.json'),
      'large label': await load('x.npy', 'large.json'),
      'map of labels': await load('x.npy', 'map.json'),
      'no labels file': await load('x.npy', 'missing.json'),
    }).toMatchInlineSnapshot(`
      {
        "NaN": "nan.npy[0]: expected finite values, found NaN at index 2.",
        "a single image": "<folder>/single.png: expected a folder of images or an .npy file, found a single image. Give the folder that it lies in, or one of its own.",
        "an archive": "<folder>/arrays.npz: expected a folder of images or an .npy file, found another file. Save one array of the archive: numpy.save('inputs.npy', archive['name']).",
        "another file": "<folder>/few.json: expected a folder of images or an .npy file, found another file.",
        "cut": "<folder>/cut.npy: expected 160 bytes for float32 [2, 2, 2, 1], found 152 bytes. The file is cut off.",
        "few labels": "labels of x.npy: expected 2, found 1.",
        "large label": "label of x.npy[1]: expected a class index from 0 to 9, found 10.",
        "map of labels": "<folder>/map.json: expected an array of labels, one for each row, found an object.",
        "missing": "<folder>/missing.npy: expected a folder of images or an .npy file, found no such file or folder.",
        "no labels file": "<folder>/missing.json: expected a file of labels, found no such file or folder.",
        "other shape": "other.npy: expected shape [N, 2, 2, 1], found [8, 1].",
        "scalar": "<folder>/scalar.npy: expected shape [N, 2, 2, 1], found a scalar.",
      }
    `);
  });
});
