import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { loadDataset } from '../../src/inputs/dataset.ts';
import { encodeNpy } from '../../src/inputs/npy.ts';
import { fault, folderOf, png } from './folder-of.ts';
import { idxBytes } from './idx-bytes.ts';

const model = { inputShape: [2, 2, 1], classes: 3 };
const images = idxBytes(8, [3, 2, 2], [0, 51, 102, 255, 1, 1, 1, 1, 2, 2, 2, 2]);
const labels = idxBytes(8, [3], [2, 0, 1]);

/** Values and labels as lists, ordered by label: loading orders inputs by class. */
async function loaded(options: Omit<Parameters<typeof loadDataset>[0], 'inputShape' | 'classes'>) {
  const { values, labels, shape } = await loadDataset({ ...model, ...options });
  expect(shape).toEqual(model.inputShape);
  const rows = Array.from(labels, (label, i) => [label, ...values.subarray(4 * i, 4 * i + 4)]);
  return rows.sort((a, b) => a[0] - b[0]);
}

const expected = [
  [0, 1, 1, 1, 1],
  [1, 2, 2, 2, 2],
  [2, 0, 51, 102, 255],
];

describe('the same data', () => {
  it('as IDX files, the labels beside the images or named', async () => {
    const root = await folderOf({
      'train-images-idx3-ubyte.gz': gzipSync(images),
      'train-labels-idx1-ubyte.gz': gzipSync(labels),
      'images.idx': images,
      'other.idx': labels,
      'labels.json': '[2, 0, 1]',
    });
    const at = (name: string) => join(root, name);
    const raw = { preprocess: 'raw' } as const;
    expect(await loaded({ source: at('train-images-idx3-ubyte.gz'), ...raw })).toEqual(expected);
    expect(await loaded({ source: at('images.idx'), labels: at('other.idx'), ...raw })).toEqual(expected);
    expect(await loaded({ source: at('images.idx'), labels: at('labels.json'), ...raw })).toEqual(expected);
  });

  it('as a pair of .npy files', async () => {
    const root = await folderOf({
      'x.npy': encodeNpy([3, 2, 2, 1], Float32Array.from([0, 51, 102, 255, 1, 1, 1, 1, 2, 2, 2, 2])),
      'y.npy': encodeNpy([3], Float32Array.of(2, 0, 1)),
    });
    expect(await loaded({ source: join(root, 'x.npy'), labels: join(root, 'y.npy') })).toEqual(expected);
  });

  it('as a folder of images for each class', async () => {
    const root = await folderOf({
      '0/a.png': await png(2, 2, 1, () => 1),
      '1/a.png': await png(2, 2, 1, () => 2),
      '2/a.png': await png(2, 2, 1, (i) => [0, 51, 102, 255][i]),
    });
    expect(await loaded({ source: root, preprocess: 'raw' })).toEqual(expected);
  });

  it('from a generator, up to a limit or to its end', async () => {
    async function* endless() {
      for (let i = 0; ; i++) {
        const [label, ...values] = expected[i % 3];
        yield { values: Uint8Array.from(values), label };
      }
    }
    expect(await loaded({ source: endless, limit: 3, preprocess: 'raw' })).toEqual(expected);
    const list = expected.map(([label, ...values]) => ({ label, values: Float32Array.from(values) }));
    expect(await loaded({ source: () => list })).toEqual(expected);
  });
});

it('scales bytes as asked', async () => {
  const root = await folderOf({ x: images, y: labels });
  const rows = await loaded({ source: join(root, 'x'), labels: join(root, 'y') });
  expect(rows[2]).toEqual([2, 0, 0.2, 0.4, 1].map(Math.fround));
});

describe('faults', () => {
  const example = (values: unknown, label: unknown = 0) => ({ values, label }) as never;
  it.each([
    ['more images than labels', { x: images, y: idxBytes(8, [2], [0, 1]) }],
    ['more labels than images', { x: images, y: idxBytes(8, [4], [0, 1, 2, 0]) }],
    ['a label out of range', { x: images, y: idxBytes(8, [3], [0, 1, 3]) }],
    ['labels of two axes', { x: images, y: idxBytes(8, [3, 1], [0, 1, 2]) }],
    ['images of another size', { x: idxBytes(8, [1, 3, 3], new Uint8Array(9)), y: labels }],
  ])('%s', async (_, { x, y }) => {
    const root = await folderOf({ x, y });
    expect(
      await fault(loadDataset({ ...model, source: join(root, 'x'), labels: join(root, 'y') }), root),
    ).toMatchSnapshot();
  });

  it.each([
    ['no labels for an IDX file', 'x'],
    ['no labels for an .npy file', 'x.npy'],
    ['images that lie in no class', ''],
    ['nothing there', 'none'],
    ['a text', 'text'],
  ])('%s', async (_, name) => {
    const root = await folderOf({
      x: images,
      'x.npy': encodeNpy([1, 2, 2, 1], new Float32Array(4)),
      'a.png': await png(2, 2, 1, () => 1),
      text: 'neither numbers nor a picture',
    });
    expect(await fault(loadDataset({ ...model, source: join(root, name) }), root)).toMatchSnapshot();
  });

  it.each([
    ['nothing generated', () => []],
    ['values of another kind', () => [example([0, 0, 0, 0])]],
    ['values of another size', () => [example(new Float32Array(5))]],
    ['two kinds of arrays', () => [example(new Float32Array(4)), example(new Uint8Array(4))]],
    ['no label', () => [example(new Float32Array(4), null)]],
    ['no examples at all', () => null as never],
    [
      'an error on the way',
      function* () {
        yield example(new Float32Array(4));
        throw new Error('disk on fire');
      },
    ],
  ])('%s', async (_, source) => {
    expect(
      (await fault(loadDataset({ ...model, source }))).replace(/\.ts:\d+/, '.ts:LINE'),
    ).toMatchSnapshot();
  });
});
