import { type FileHandle, open, writeFile } from 'node:fs/promises';
import { InputError } from '../errors.ts';
import { NPY_READERS, type NpyDType, PREFIX_BYTES, parseNpyHeader } from './npy-header.ts';

/** An array as an .npy file holds it: row-major values, converted to float32. */
export interface NpyArray {
  readonly shape: readonly number[];
  readonly values: Float32Array;
  /** The type in the file. */
  readonly dtype: NpyDType;
}

const CHUNK_BYTES = 1 << 20;

/**
 * Reads a little-endian, row-major .npy file (format 1 or 2) of float32, float64, uint8, int32 or int64 numbers. The
 * size of the file is compared with its header before anything is allocated.
 * @throws InputError when the file is missing, is no .npy file, is cut off, or holds something else.
 */
export async function readNpy(path: string): Promise<NpyArray> {
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    throw new InputError({
      thing: path,
      expected: 'an .npy file that can be read',
      found: error.code ?? String(error),
    });
  });
  try {
    const stat = await file.stat();
    if (!stat.isFile())
      throw new InputError({ thing: path, expected: 'an .npy file', found: 'no regular file' });
    const prefix = await readAt(file, 0, Math.min(PREFIX_BYTES, stat.size));
    const header = parseNpyHeader(prefix, stat.size, path);
    return { shape: header.shape, dtype: header.dtype, values: await readValues(file, path, header) };
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

/** Writes values of a shape as a float32 .npy file. */
export async function writeNpy(path: string, shape: readonly number[], values: Float32Array): Promise<void> {
  await writeFile(path, encodeNpy(shape, values));
}

async function readValues(
  file: FileHandle,
  path: string,
  { count, dtype, start }: { count: number; dtype: NpyDType; start: number },
): Promise<Float32Array> {
  const { bytes, read } = NPY_READERS[dtype];
  const values = new Float32Array(count);
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
    read(chunk, values.subarray(done, done + length));
  }
  return values;
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
