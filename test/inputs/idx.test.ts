import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { looksLikeIdx, readIdx } from '../../src/inputs/idx.ts';
import { fault, folderOf } from './folder-of.ts';
import { idxBytes } from './idx-bytes.ts';

async function read(bytes: Uint8Array) {
  return readIdx(join(await folderOf({ a: bytes }), 'a'));
}

async function faultOf(bytes: Uint8Array) {
  const root = await folderOf({ a: bytes });
  return fault(readIdx(join(root, 'a')), root);
}

const bigEndian = (size: number, write: (buffer: Buffer) => void) => {
  const buffer = Buffer.alloc(size);
  write(buffer);
  return buffer;
};

describe('reading', () => {
  it('keeps bytes as they are, gzipped or not', async () => {
    const bytes = idxBytes(8, [2, 3], [0, 1, 2, 253, 254, 255]);
    for (const file of [bytes, gzipSync(bytes)]) {
      const { shape, values } = await read(file);
      expect(shape).toEqual([2, 3]);
      expect(values).toBeInstanceOf(Uint8Array);
      expect([...values]).toEqual([0, 1, 2, 253, 254, 255]);
    }
  });

  it.each([
    ['int8', 9, Buffer.from([0x80, 0x7f]), [-128, 127]],
    ['int16', 11, bigEndian(2, (b) => b.writeInt16BE(-300)), [-300]],
    ['int32', 12, bigEndian(4, (b) => b.writeInt32BE(70_000)), [70_000]],
    ['float32', 13, bigEndian(4, (b) => b.writeFloatBE(0.25)), [0.25]],
    ['float64', 14, bigEndian(8, (b) => b.writeDoubleBE(-1e10)), [-1e10]],
  ])('converts big-endian %s', async (_, type, data, expected) => {
    const { values } = await read(idxBytes(type, [expected.length], data));
    expect(values).toBeInstanceOf(Float32Array);
    expect([...values]).toEqual(expected.map(Math.fround));
  });

  it('reads any bytes of any shape back, across the chunks of a stream', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 70 }), { minLength: 1, maxLength: 3 }),
        fc.boolean(),
        async (shape, zipped) => {
          const count = shape.reduce((product, n) => product * n, 1);
          const data = Uint8Array.from({ length: count }, (_, i) => (i * 7919) >> 3);
          const bytes = idxBytes(8, shape, data);
          const found = await read(zipped ? gzipSync(bytes) : bytes);
          expect(found.shape).toEqual(shape);
          expect(Buffer.compare(found.values as Uint8Array, data)).toBe(0);
        },
      ),
      { numRuns: 20, seed: 1 },
    );
  });
});

describe('hostile files', () => {
  const sound = idxBytes(8, [2, 2], [1, 2, 3, 4]);
  it.each([
    ['empty', Buffer.alloc(0)],
    ['three bytes', Buffer.from([0, 0, 8])],
    ['text', Buffer.from('hello world')],
    ['an unknown type', idxBytes(10, [1], [1])],
    ['no axes', idxBytes(8, [], [])],
    ['too many axes', idxBytes(8, [1, 1, 1, 1, 1, 1, 1, 1, 1], [1])],
    ['half a header', sound.subarray(0, 9)],
    ['an extent of zero', idxBytes(8, [0, 28, 28], [])],
    ['extents whose product is beyond any memory', idxBytes(8, [0xffffffff, 0xffffffff, 0xffffffff], [1])],
    ['cut off', sound.subarray(0, 14)],
    ['bytes left over', Buffer.concat([sound, Buffer.from([5])])],
    ['zipped, cut off', gzipSync(sound).subarray(0, 24)],
    ['zipped, damaged', Buffer.concat([gzipSync(sound).subarray(0, 12), Buffer.alloc(40, 7)])],
    ['zipped, values missing', gzipSync(sound.subarray(0, 14))],
    ['zipped, bytes left over', gzipSync(Buffer.concat([sound, Buffer.alloc(100)]))],
    ['zipped, claiming more than could be packed', gzipSync(idxBytes(8, [30_000, 30_000], [1]))],
    ['a bomb behind a small header', gzipSync(Buffer.concat([sound, Buffer.alloc(30_000_000)]))],
  ])('%s', async (_, bytes) => {
    expect(await faultOf(bytes)).toMatchSnapshot();
  });

  it('a folder, and nothing at all', async () => {
    const root = await folderOf({ 'a/b': 'x' });
    expect(await fault(readIdx(join(root, 'a')), root)).toMatchInlineSnapshot(
      `"<folder>/a: expected an IDX file, found no regular file."`,
    );
    expect(await fault(readIdx(join(root, 'none')), root)).toMatchInlineSnapshot(
      `"<folder>/none: expected an IDX file, found no such file or folder."`,
    );
  });
});

it('is known by its first bytes', async () => {
  const root = await folderOf({
    plain: idxBytes(8, [1], [1]),
    zipped: gzipSync('anything'),
    text: 'text',
    short: 'x',
  });
  const looks = ['plain', 'zipped', 'text', 'short', 'missing'].map((name) => looksLikeIdx(join(root, name)));
  expect(await Promise.all(looks)).toEqual([true, true, false, false, false]);
});
