import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { regionsFor } from '../../src/harness/prepare/regions-for.ts';
import { inputsFromArrays } from '../../src/inputs/arrays.ts';
import { loadInputs } from '../../src/inputs/load.ts';
import { encodeNpy } from '../../src/inputs/npy.ts';
import type { GivenRegion, Region } from '../../src/similarity/region/region.ts';
import { fault, folderOf, png } from './folder-of.ts';

const image = (width: number, height: number) => png(width, height, 3, (i) => i % 251);
/** White where rows and columns are below these. */
const mask = (width: number, height: number, rows: number, columns: number, white = 255) =>
  png(width, height, 1, (i) => (Math.floor(i / width) < rows && i % width < columns ? white : 0));
const load = (path: string, regions?: string) =>
  loadInputs({ path, regions, inputShape: [4, 4, 3], classes: null });
const rows = (region: Region | null) => {
  if (!region) return null;
  return Array.from({ length: region.height }, (_, r) =>
    region.inside.slice(r * region.width, (r + 1) * region.width).join(''),
  );
};
const rowsOf = async (path: string, regions?: string) =>
  (await (await load(path, regions)).regions!()).map(rows);

describe('regions of a folder', () => {
  test('are masks beside images, of their size or of the input; what is not black is inside', async () => {
    const root = await folderOf({
      'a.png': await image(8, 8),
      'a.mask.png': await mask(8, 8, 4, 8, 1),
      'b.png': await image(8, 8),
      'b.mask.png': await mask(4, 4, 1, 2),
      'c.png': await image(4, 4),
    });
    expect(await rowsOf(root)).toEqual([
      ['1111', '1111', '0000', '0000'],
      ['1100', '0000', '0000', '0000'],
      null,
    ]);
  });

  test('are boxes of a regions.json, in pixels of the image; a mask goes before', async () => {
    const root = await folderOf({
      'a.png': await image(8, 16),
      'b.png': await image(4, 4),
      'b.mask.png': await mask(4, 4, 4, 1),
      'regions.json': JSON.stringify({ 'a.png': [[0, 0, 4, 4]], 'b.png': [0, 0, 1, 1] }),
    });
    const found = await (await load(root)).regions!();
    expect(found.map(rows)).toEqual([
      ['1100', '0000', '0000', '0000'],
      ['1000', '1000', '1000', '1000'],
    ]);
    expect(found[0]?.boxes).toEqual([[0, 0, 1, 2]]);
  });

  test('are those of another folder or file where one is named', async () => {
    const root = await folderOf({ 'x/a.png': await image(4, 4), 'x/a.mask.png': await mask(4, 4, 4, 4) });
    const other = await folderOf({
      'x/a.png': await mask(4, 4, 1, 1),
      'boxes.json': JSON.stringify({
        'x/a.png': [
          [0, 0, 1, 1],
          [3, 3, 4, 4],
        ],
      }),
    });
    expect(await rowsOf(root, other)).toEqual([['1000', '0000', '0000', '0000']]);
    expect(await rowsOf(root, join(other, 'boxes.json'))).toEqual([['1000', '0000', '0000', '0001']]);
  });

  test('that cannot be used are named', async () => {
    const root = await folderOf({
      'a.png': await image(8, 8),
      'a.mask.png': await mask(5, 8, 1, 1),
    });
    const boxes = await folderOf({
      'a.png': await image(8, 8),
      'regions.json': JSON.stringify({ 'a.png': [[3, 0, 1, 4]] }),
    });
    const broken = await folderOf({ 'a.png': await image(8, 8), 'regions.json': '[' });
    const messages = [root, boxes, broken].map((path) =>
      fault(
        load(path).then(({ regions }) => regions!()),
        path,
      ),
    );
    messages.push(
      fault(
        load(root, join(root, 'none')).then(({ regions }) => regions!()),
        root,
      ),
    );
    expect(`\n${(await Promise.all(messages)).join('\n')}\n`).toMatchInlineSnapshot(`
      "
      <folder>/a.mask.png: expected the size of its image, 8 x 8, or of the model's input, 4 x 4, found 5 x 8.
      region of a.png: expected boxes [top, left, bottom, right] with top < bottom and left < right, or a mask of one number a pixel, found [[3,0,1,4]].
      <folder>/regions.json: expected JSON, found Unexpected end of JSON input.
      <folder>/none: expected a folder of masks or a regions.json, found no such file or folder.
      "
    `);
  });
});

describe('regions of arrays', () => {
  const arrays = (regions: string | readonly GivenRegion[]) =>
    inputsFromArrays({
      values: Float32Array.from({ length: 3 * 4 }, (_, i) => i),
      inputShape: [2, 2, 1],
      labels: [1, 1, 0],
      classes: 2,
      preprocess: 'raw',
      regions,
    });

  test('are masks or boxes, and go with the inputs as they take turns', async () => {
    const found = await arrays([[[0, 0, 1, 2]], Uint8Array.of(0, 0, 0, 1), null]).regions!();
    expect(found.map(rows)).toEqual([['11', '00'], null, ['00', '01']]);
  });

  test('are masks of an .npy file', async () => {
    const root = await folderOf({
      'masks.npy': encodeNpy([3, 2, 2], Float32Array.of(1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0)),
    });
    const found = await arrays(join(root, 'masks.npy')).regions!();
    expect(found.map(rows)).toEqual([
      ['10', '00'],
      ['00', '10'],
      ['01', '00'],
    ]);
  });

  test('of another number, or of another kind, are named', async () => {
    const wrong = [arrays([null]), arrays([[1, 2, 3] as never, null, null])].map(({ regions }) =>
      fault(regions!()),
    );
    expect(`\n${(await Promise.all(wrong)).join('\n')}\n`).toMatchInlineSnapshot(`
      "
      regions of inputs: expected 3, found 1.
      region of inputs[0]: expected boxes [top, left, bottom, right] with top < bottom and left < right, or a mask of one number a pixel, found [1,2,3].
      "
    `);
  });
});

describe('checks that need regions', () => {
  test('ask for one of every input, and say of what is empty', async () => {
    const root = await folderOf({ 'a.png': await image(4, 4), 'a.mask.png': await mask(4, 4, 0, 0) });
    const bare = await folderOf({ 'a.png': await image(4, 4), 'b.png': await image(4, 5) });
    expect(await regionsFor(['cascade'], await load(bare))).toBeNull();
    expect((await regionsFor('localisation', await load(root)))?.notices).toEqual([
      '1 region is empty, what points to them is undefined: a.png',
    ]);
    expect(await fault(regionsFor(['localisation'], await load(bare)))).toMatchInlineSnapshot(
      `"check localisation: region of a.png: expected a mask or boxes for every input, found none for 2 of 2. Put NAME.mask.png beside the image, or name a folder of masks or a regions.json with --regions."`,
    );
  });
});
