import { type FileHandle, open } from 'node:fs/promises';
import { faultWords } from '../disk/fault-words.ts';
import { InputError } from '../errors.ts';
import { MOST_VALUES, type NpyDType, type NpyHeader, PREFIX_BYTES, parseNpyHeader } from './npy-header.ts';
import { NPY_TYPES } from './npy-types.ts';

/** An array as an .npy file holds it: row-major values. */
export interface NpyArray<Values extends Float32Array | Float64Array = Float32Array> {
  readonly shape: readonly number[];
  readonly values: Values;
  /** The type in the file. */
  readonly dtype: NpyDType;
}

const CHUNK_BYTES = 1 << 20;

/**
 * Reads a little-endian, row-major .npy file (format 1 or 2) of numbers, rounded to float32. The size of the file is
 * compared with its header before anything is allocated.
 * @throws InputError when the file is missing, is no .npy file, is cut off, or holds something else.
 */
export async function readNpy(path: string): Promise<NpyArray> {
  return readArray(path, (count) => new Float32Array(count));
}

/**
 * Reads the same files without rounding: into float32 where that holds every number of the file's type, else into
 * float64.
 * @throws InputError as `readNpy`, and for integers beyond 2^53, which float64 does not hold
 */
export async function readExactNpy(path: string): Promise<NpyArray<Float32Array | Float64Array>> {
  return readArray(path, (count, dtype) => {
    if (NPY_TYPES[dtype].fitsFloat32) return new Float32Array(count);
    if (count <= MOST_VALUES / 2) return new Float64Array(count);
    const expected = `at most ${MOST_VALUES / 2} values of ${dtype}`;
    throw new InputError({ thing: path, expected, found: String(count) });
  });
}

async function readArray<Values extends Float32Array | Float64Array>(
  path: string,
  room: (count: number, dtype: NpyDType) => Values,
): Promise<NpyArray<Values>> {
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    throw new InputError({
      thing: path,
      expected: 'an .npy file that can be read',
      found: faultWords(error),
    });
  });
  try {
    const stat = await file.stat();
    if (!stat.isFile())
      throw new InputError({ thing: path, expected: 'an .npy file', found: 'no regular file' });
    const prefix = await readAt(file, 0, Math.min(PREFIX_BYTES, stat.size));
    const header = parseNpyHeader(prefix, stat.size, path);
    const values = room(header.count, header.dtype);
    await readValues(file, path, header, values);
    return { shape: header.shape, dtype: header.dtype, values };
  } finally {
    await file.close();
  }
}

/** The bytes of an .npy file (format 1, `<f4`, row-major) that holds these values. */
export function encodeNpy(shape: readonly number[], values: Float32Array): Uint8Array {
  const count = shape.reduce((product, n) => product * n, 1);
  if (count !== values.length)
    throw new RangeError(`shape [${shape}] holds ${count} values, given ${values.length}`);
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const dictionary = `{'descr': '<f4', 'fortran_order': False, 'shape': ${tuple}, }`;
  // The data starts at a multiple of 64 bytes; the header is filled up with spaces and ends with a line feed.
  const start = Math.ceil((10 + dictionary.length + 1) / 64) * 64;
  const bytes = Buffer.alloc(start + values.byteLength);
  bytes.write('\x93NUMPY\x01\x00', 'latin1');
  bytes.writeUInt16LE(start - 10, 8);
  bytes.write(`${dictionary.padEnd(start - 11)}\n`, 10, 'latin1');
  bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), start);
  return bytes;
}

async function readValues(
  file: FileHandle,
  path: string,
  { count, dtype, start }: NpyHeader,
  values: Float32Array | Float64Array,
): Promise<void> {
  const { bytes, read } = NPY_TYPES[dtype];
  const perChunk = CHUNK_BYTES / bytes;
  for (let done = 0; done < count; done += perChunk) {
    const length = Math.min(perChunk, count - done);
    const chunk = await readAt(file, start + done * bytes, length * bytes);
    if (chunk.length < length * bytes) {
      throw new InputError({
        thing: path,
        expected: 'a file that stays as it is',
        found: 'one that became shorter',
      });
    }
    const beyond = read(chunk, values.subarray(done, done + length));
    if (beyond !== null) {
      throw new InputError({
        thing: path,
        expected: `${dtype} values up to 2^53, which float64 holds`,
        found: beyond,
        hint: "Convert it with array.astype('<f8'), which rounds.",
      });
    }
  }
}

/** Up to `length` bytes from `position`, in a buffer of its own: less only where the file ends. */
async function readAt(file: FileHandle, position: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  let done = 0;
  while (done < length) {
    const { bytesRead } = await file.read(bytes, done, length - done, position + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return bytes.subarray(0, done);
}
