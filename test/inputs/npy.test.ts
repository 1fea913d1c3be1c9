import { truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeNpy, readExactNpy, readNpy } from '../../src/inputs/npy.ts';
import { fault, folderOf } from './folder-of.ts';

/** An .npy file by hand: any header, any data. */
function npyBytes(dictionary: string, data: ArrayBufferView | number[], version = 1): Buffer {
  const bytes = Array.isArray(data)
    ? Buffer.from(data)
    : Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  const prefix = version === 1 ? Buffer.alloc(10) : Buffer.alloc(12);
  prefix.write('\x93NUMPY', 'latin1');
  prefix[6] = version;
  if (version === 1) prefix.writeUInt16LE(dictionary.length, 8);
  else prefix.writeUInt32LE(dictionary.length, 8);
  return Buffer.concat([prefix, Buffer.from(dictionary, 'latin1'), bytes]);
}

const header = (descr: string, shape: string, order = 'False') =>
  `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': ${shape}, }\n`;

const bytesOf = (values: Float32Array) => Buffer.from(values.buffer, values.byteOffset, values.byteLength);

async function read(bytes: Uint8Array | string) {
  const root = await folderOf({ 'a.npy': bytes });
  return readNpy(join(root, 'a.npy'));
}

async function faultOf(bytes: Uint8Array | string) {
  const root = await folderOf({ 'a.npy': bytes });
  return fault(readNpy(join(root, 'a.npy')), root);
}

describe('reading', () => {
  const numbers = [0, 1, 200, 255];
  it.each([
    ['float32', '<f4', Float32Array.from(numbers)],
    ['float64', '<f8', Float64Array.from(numbers)],
    ['uint8', '|u1', Uint8Array.from(numbers)],
    ['int32', '<i4', Int32Array.from(numbers)],
    ['int64', '<i8', BigInt64Array.from(numbers.map(BigInt))],
    ['uint64', '<u8', BigUint64Array.from(numbers.map(BigInt))],
    ['uint32', '<u4', Uint32Array.from(numbers)],
    ['uint16', '<u2', Uint16Array.from(numbers)],
    ['int16', '<i2', Int16Array.from(numbers)],
    // 0, 1, 200 and 255 as NumPy's float16 has them.
    ['float16', '<f2', Uint16Array.of(0, 0x3c00, 0x5a40, 0x5bf8)],
  ])('%s, in both formats', async (dtype, descr, data) => {
    for (const version of [1, 2]) {
      const array = await read(npyBytes(header(descr, '(2, 2)'), data, version));
      expect(array).toEqual({ dtype, shape: [2, 2], values: Float32Array.from(numbers) });
    }
  });

  it('negative int64 and float64 values, rounded to float32', async () => {
    expect((await read(npyBytes(header('<i8', '(1,)'), BigInt64Array.of(-3n)))).values).toEqual(
      Float32Array.of(-3),
    );
    expect((await read(npyBytes(header('<f8', '(1,)'), Float64Array.of(0.1)))).values[0]).toBe(
      Math.fround(0.1),
    );
  });

  it('int8 and bool', async () => {
    expect((await read(npyBytes(header('|i1', '(2,)'), Int8Array.of(-3, 127)))).values).toEqual(
      Float32Array.of(-3, 127),
    );
    expect((await read(npyBytes(header('|b1', '(2,)'), [0, 1]))).values).toEqual(Float32Array.of(0, 1));
  });

  it('float16 with its signs, least and largest numbers', async () => {
    const bits = Uint16Array.of(0xc000, 0x0001, 0x8001, 0x0400, 0x7bff, 0x7c00, 0xfc00, 0x7e00, 0x3555);
    expect(Array.from((await read(npyBytes(header('<f2', '(9,)'), bits))).values)).toEqual([
      ...[-2, 2 ** -24, -(2 ** -24), 2 ** -14, 65504],
      ...[Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN, 0.333251953125],
    ]);
  });

  it('without rounding, where it is asked for', async () => {
    const exact = async (descr: string, data: ArrayBufferView) => {
      const root = await folderOf({ 'a.npy': npyBytes(header(descr, '(2,)'), data) });
      return (await readExactNpy(join(root, 'a.npy'))).values;
    };
    const values = Float64Array.of(0.1, 1e-300);
    expect(await exact('<f8', values)).toEqual(values);
    expect(await exact('<i4', Int32Array.of(16_777_217, -1))).toEqual(Float64Array.of(16_777_217, -1));
    expect(await exact('<i8', BigInt64Array.of(2n ** 53n - 1n, -1n))).toEqual(
      Float64Array.of(2 ** 53 - 1, -1),
    );
    expect(await exact('<f4', Float32Array.of(0.1, 2))).toEqual(Float32Array.of(0.1, 2));
  });

  it('a scalar and an empty array', async () => {
    expect(await read(npyBytes(header('<f4', '()'), Float32Array.of(7)))).toMatchObject({ shape: [] });
    expect(await read(npyBytes(header('<f4', '(0, 28)'), []))).toMatchObject({ shape: [0, 28] });
  });

  it('an array of several chunks', async () => {
    const values = Float32Array.from({ length: 700_000 }, (_, i) => i);
    expect(bytesOf((await read(encodeNpy([700, 1000], values))).values).equals(bytesOf(values))).toBe(true);
    const bytes = Uint8Array.from({ length: 2_500_000 }, (_, i) => i % 251);
    const found = await read(npyBytes(header('|u1', '(2500000,)'), bytes));
    expect(bytesOf(found.values).equals(bytesOf(Float32Array.from(bytes)))).toBe(true);
  });
});

describe('writing', () => {
  it('gives what reading takes, for any shape and values', async () => {
    const root = await folderOf({});
    const path = join(root, 'a.npy');
    const shapes = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(shapes, fc.infiniteStream(fc.float()), async (shape, stream) => {
        const count = shape.reduce((product, n) => product * n, 1);
        const values = Float32Array.from(stream.take(count));
        await writeFile(path, encodeNpy(shape, values));
        expect(await readNpy(path)).toEqual({ shape, values, dtype: 'float32' });
      }),
      { numRuns: 30, seed: 1 },
    );
  });

  it('puts the data at a multiple of 64 bytes, after the header that NumPy writes', () => {
    const bytes = Buffer.from(encodeNpy([3], Float32Array.of(1, 2, 3)));
    expect(bytes.length % 64).toBe(12);
    expect(bytes.toString('latin1', 10, 128).trimEnd()).toBe(
      "{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }",
    );
    expect(bytes[127]).toBe(10);
  });

  it('refuses values that the shape does not hold', () => {
    expect(() => encodeNpy([2, 2], new Float32Array(3))).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: shape [2,2] holds 4 values, given 3]`,
    );
  });
});

describe('bad files', () => {
  it('are refused by name', async () => {
    const four = Float32Array.of(1, 2, 3, 4);
    const good = npyBytes(header('<f4', '(2, 2)'), four);
    const long = npyBytes('', [], 2);
    long.writeUInt32LE(0xffffffff, 8);
    const messages = {
      empty: await faultOf(''),
      text: await faultOf('these are no numbers'),
      'magic only': await faultOf(good.subarray(0, 6)),
      'cut in the prefix': await faultOf(good.subarray(0, 9)),
      'cut in the header': await faultOf(good.subarray(0, 30)),
      'cut in the data': await faultOf(good.subarray(0, -1)),
      'too long': await faultOf(Buffer.concat([good, good])),
      version: await faultOf(npyBytes(header('<f4', '(4,)'), four, 3)),
      'header of 4 GiB': await faultOf(long),
      'no dictionary': await faultOf(npyBytes('[]', four)),
      'no numbers in the shape': await faultOf(npyBytes(header('<f4', '(a, b)'), four)),
      'negative shape': await faultOf(npyBytes(header('<f4', '(-2, -2)'), four)),
      'absurd shape': await faultOf(npyBytes(header('<f4', '(99999999, 99999999, 99999999)'), four)),
      'infinite shape': await faultOf(npyBytes(header('<f4', `(0, ${'9'.repeat(400)})`), four)),
      'big-endian': await faultOf(npyBytes(header('>f4', '(4,)'), four)),
      complex: await faultOf(npyBytes(header('<c8', '(2,)'), four)),
      objects: await faultOf(npyBytes(header('|O', '(2,)'), four)),
      'longer floats': await faultOf(npyBytes(header('<f16', '(1,)'), four)),
      'an integer beyond 2^53': await faultOf(npyBytes(header('<u8', '(1,)'), BigUint64Array.of(2n ** 60n))),
      'a name of Object.prototype': await faultOf(npyBytes(header('constructor', '(2,)'), four)),
      'Fortran order': await faultOf(npyBytes(header('<f4', '(2, 2)', 'True'), four)),
    };
    expect(messages).toMatchInlineSnapshot(`
      {
        "Fortran order": "<folder>/a.npy: expected row-major (C) order, found column-major (Fortran) order. Save numpy.ascontiguousarray(array).",
        "a name of Object.prototype": "<folder>/a.npy: expected little-endian numbers: float16 to float64, int8 to int64, uint8 to uint64 or bool, found "constructor". Convert it with array.astype('<f8').",
        "absurd shape": "<folder>/a.npy: expected at most 1073741824 values, found shape [99999999, 99999999, 99999999].",
        "an integer beyond 2^53": "<folder>/a.npy: expected uint64 values up to 2^53, which float64 holds, found 1152921504606846976. Convert it with array.astype('<f8'), which rounds.",
        "big-endian": "<folder>/a.npy: expected little-endian numbers: float16 to float64, int8 to int64, uint8 to uint64 or bool, found big-endian float32. Convert it with array.astype('<f8').",
        "complex": "<folder>/a.npy: expected little-endian numbers: float16 to float64, int8 to int64, uint8 to uint64 or bool, found complex64. Convert it with array.astype('<f8').",
        "cut in the data": "<folder>/a.npy: expected 86 bytes for float32 [2, 2], found 85 bytes. The file is cut off.",
        "cut in the header": "<folder>/a.npy: expected a header of 60 bytes, found a file of 30 bytes.",
        "cut in the prefix": "<folder>/a.npy: expected a header, found a file of 9 bytes.",
        "empty": "<folder>/a.npy: expected an .npy file, found an empty file.",
        "header of 4 GiB": "<folder>/a.npy: expected a header of at most 65536 bytes, found 4294967295 bytes.",
        "infinite shape": "<folder>/a.npy: expected at most 1073741824 values, found shape [0, Infinity].",
        "longer floats": "<folder>/a.npy: expected little-endian numbers: float16 to float64, int8 to int64, uint8 to uint64 or bool, found float128. Convert it with array.astype('<f8').",
        "magic only": "<folder>/a.npy: expected a header, found a file of 6 bytes.",
        "negative shape": "<folder>/a.npy: expected a header with descr, fortran_order and shape, found "{'descr': '<f4', 'fortran_order': False, 'shape': (-2, -2), }".",
        "no dictionary": "<folder>/a.npy: expected a header with descr, fortran_order and shape, found "[]".",
        "no numbers in the shape": "<folder>/a.npy: expected a header with descr, fortran_order and shape, found "{'descr': '<f4', 'fortran_order': False, 'shape': (a, b), }".",
        "objects": "<folder>/a.npy: expected little-endian numbers: float16 to float64, int8 to int64, uint8 to uint64 or bool, found "|O". Convert it with array.astype('<f8').",
        "text": "<folder>/a.npy: expected an .npy file, found a file that begins differently.",
        "too long": "<folder>/a.npy: expected 86 bytes for float32 [2, 2], found 172 bytes.",
        "version": "<folder>/a.npy: expected format 1 or 2, found format 3.",
      }
    `);
  });

  it('a missing file, a folder', async () => {
    const root = await folderOf({});
    expect(await fault(readNpy(join(root, 'a.npy')), root)).toMatchInlineSnapshot(
      `"<folder>/a.npy: expected an .npy file that can be read, found no such file or folder."`,
    );
    expect(await fault(readNpy(root), root)).toMatchInlineSnapshot(
      `"<folder>: expected an .npy file, found no regular file."`,
    );
  });

  it('a huge file full of nothing is refused by its header', async () => {
    const root = await folderOf({});
    const path = join(root, 'a.npy');
    const start = npyBytes(header('|u1', '(1099511627776,)'), []);
    await writeFile(path, start);
    await truncate(path, start.length + 2 ** 40);
    expect(await fault(readNpy(path), root)).toMatchInlineSnapshot(
      `"<folder>/a.npy: expected at most 1073741824 values, found shape [1099511627776]."`,
    );
  });

  it('no byte sequence does anything but load or be refused', async () => {
    const good = Buffer.from(encodeNpy([2, 2], Float32Array.of(1, 2, 3, 4)));
    const edits = fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 });
    const root = await folderOf({});
    const path = join(root, 'a.npy');
    await fc.assert(
      fc.asyncProperty(edits, fc.nat(good.length), async (changes, length) => {
        const bytes = Buffer.from(good);
        for (const [at, byte] of changes) bytes[at] = byte;
        await writeFile(path, bytes.subarray(0, length % 3 === 0 ? length : good.length));
        // `fault` throws whatever is not an InputError.
        expect(await fault(readNpy(path))).toBeTypeOf('string');
      }),
      { numRuns: 100, seed: 2 },
    );
  });
});
