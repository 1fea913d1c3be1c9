import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodePictures, readPictures } from '../../../src/report/files/pictures-store.ts';
import { examplePictures, exampleReport } from '../example.ts';

const pictures = examplePictures(exampleReport({ methods: ['gradient', '../../etc'] }), 6);
interface Index {
  schema: string;
  checks: { file: string; stages: string[]; scores: Record<string, number[]> }[];
}

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pictures-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Writes the maps with an index that `change` made another, with the checksum that belongs to it. */
async function write(change: (index: Index) => void = () => {}) {
  for (const [name, bytes] of encodePictures(pictures)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    const changed = () => {
      const index = JSON.parse(Buffer.from(bytes).toString());
      change(index);
      const content = JSON.stringify({ inputs: index.inputs, checks: index.checks });
      index.sha256 = createHash('sha256').update(content).digest('hex');
      return JSON.stringify(index);
    };
    await writeFile(join(folder, name), name.endsWith('.json') ? changed() : bytes);
  }
}

it('comes back as it went', async () => {
  await write();
  expect(await readPictures(folder)).toEqual(pictures);
});

it('brings back regions, and what stands under maps', async () => {
  const { inputs, checks } = pictures;
  const regions = new Float32Array(inputs.ids.length * inputs.shape[0] * inputs.shape[1]).fill(1, 3, 9);
  const captions = checks[0].stages.map((stage) => inputs.ids.map((id) => `${stage} ${id}`));
  const held = {
    inputs: { ...inputs, regions },
    checks: [{ ...checks[0], outlined: true as const, captions }, checks[1]],
  };
  for (const [name, bytes] of encodePictures(held)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), bytes);
  }
  expect(await readPictures(folder)).toEqual(held);
});

it('names its files itself, whatever a method is called', () => {
  expect([...encodePictures(pictures).keys()]).toEqual([
    'maps/inputs.npy',
    'maps/check-1.npy',
    'maps/check-2.npy',
    'maps/index.json',
  ]);
});

it('stores scores that are not finite as null', async () => {
  const checks = pictures.checks.map((check) => ({
    ...check,
    scores: { ssim: new Array(10).fill(Number.NaN) },
  }));
  const index = encodePictures({ ...pictures, checks }).get('maps/index.json')!;
  expect(JSON.parse(Buffer.from(index).toString()).checks[0].scores.ssim[0]).toBeNull();
});

it.each(['maps/index.json', 'maps/inputs.npy', 'maps/check-2.npy'])(
  'finds a byte of %s that was changed',
  async (name) => {
    await write();
    const path = join(folder, name);
    const bytes = await readFile(path);
    const at = name.endsWith('.npy') ? bytes.length - 4 : bytes.indexOf('"gradient"') + 1;
    bytes[at] ^= 1;
    await writeFile(path, bytes);
    await expect(readPictures(folder)).rejects.toThrow(/found one that was changed since/);
  },
);

describe('refuses', () => {
  it('a folder without maps', async () => {
    await expect(readPictures(folder)).rejects.toThrow(
      /expected the maps of a run, found no such file or folder/,
    );
  });

  it.each([
    [
      'a file outside of the folder',
      (index: Index) => (index.checks[0].file = '../../secret.npy'),
      /checks\.0\.file/,
    ],
    ['another schema', (index: Index) => (index.schema = 'x'), /index of schema/],
    [
      'an array of another shape',
      (index: Index) => index.checks[0].stages.pop(),
      /expected shape \[4,2,6,6,1\]/,
    ],
    ['scores that are cut off', (index: Index) => index.checks[1].scores.ssim.pop(), /found 9/],
  ])('%s', async (_what, change, message) => {
    await write(change);
    await expect(readPictures(folder)).rejects.toThrow(message);
  });

  it('an index that is no JSON', async () => {
    await mkdir(join(folder, 'maps'));
    await writeFile(join(folder, 'maps/index.json'), '{');
    await expect(readPictures(folder)).rejects.toThrow(/expected an index/);
  });
});
