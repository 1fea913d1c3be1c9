import { InputError } from '../errors.ts';

/** Number types that are read from .npy files. */
export type NpyDType = 'float32' | 'float64' | 'uint8' | 'int32' | 'int64';

export interface NpyHeader {
  readonly shape: readonly number[];
  /** Product of the shape: 1 for a scalar. */
  readonly count: number;
  readonly dtype: NpyDType;
  /** Offset of the first value, in bytes. */
  readonly start: number;
}

const LONGEST_HEADER = 1 << 16;

/** As much of a file as a header can take. */
export const PREFIX_BYTES = 12 + LONGEST_HEADER;

/** More values than this do not fit a Float32Array of Node 20 (4 GiB). */
export const MOST_VALUES = 2 ** 30;

const DESCRIPTIONS: Readonly<Record<string, NpyDType>> = {
  '<f4': 'float32',
  '<f8': 'float64',
  '|u1': 'uint8',
  '<u1': 'uint8',
  '<i4': 'int32',
  '<i8': 'int64',
};

/** By type: the bytes of a value, and how values are read from little-endian bytes at an aligned offset. */
export const NPY_READERS: Readonly<
  Record<NpyDType, { readonly bytes: number; read(from: Uint8Array, to: Float32Array): void }>
> = {
  float32: { bytes: 4, read: (from, to) => to.set(new Float32Array(from.buffer, 0, to.length)) },
  float64: { bytes: 8, read: (from, to) => to.set(new Float64Array(from.buffer, 0, to.length)) },
  uint8: { bytes: 1, read: (from, to) => to.set(from) },
  int32: { bytes: 4, read: (from, to) => to.set(new Int32Array(from.buffer, 0, to.length)) },
  int64: {
    bytes: 8,
    read: (from, to) =>
      new BigInt64Array(from.buffer, 0, to.length).forEach((v, i) => {
        to[i] = Number(v);
      }),
  },
};

/**
 * Reads the header at the beginning of an .npy file and compares it with the size of the file.
 * @param bytes the first PREFIX_BYTES of the file, or all of it
 * @throws InputError naming what is wrong
 */
export function parseNpyHeader(bytes: Uint8Array, fileSize: number, thing: string): NpyHeader {
  const refuse = (expected: string, found: string, hint?: string): never => {
    throw new InputError({ thing, expected, found, hint });
  };
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer.toString('latin1', 0, 6) !== '\x93NUMPY') {
    refuse('an .npy file', fileSize === 0 ? 'an empty file' : 'a file that begins differently');
  }
  if (fileSize < 12) refuse('a header', `a file of ${fileSize} bytes`);
  const version = buffer[6];
  if (version !== 1 && version !== 2) refuse('format 1 or 2', `format ${version}`);
  const offset = version === 1 ? 10 : 12;
  const length = version === 1 ? buffer.readUInt16LE(8) : buffer.readUInt32LE(8);
  if (length > LONGEST_HEADER) refuse(`a header of at most ${LONGEST_HEADER} bytes`, `${length} bytes`);
  const start = offset + length;
  if (start > fileSize) refuse(`a header of ${length} bytes`, `a file of ${fileSize} bytes`);

  const text = buffer.toString('latin1', offset, start);
  const description = /'descr':\s*'([^']{1,16})'/.exec(text)?.[1];
  const fortran = /'fortran_order':\s*(True|False)/.exec(text)?.[1];
  const tuple = /'shape':\s*\(([\d, ]*)\)/.exec(text)?.[1];
  if (description === undefined || fortran === undefined || tuple === undefined) {
    return refuse('a header with descr, fortran_order and shape', `"${text.trim().slice(0, 80)}"`);
  }
  const dtype = Object.hasOwn(DESCRIPTIONS, description) ? DESCRIPTIONS[description] : undefined;
  if (dtype === undefined) {
    return refuse(
      'little-endian float32, float64, uint8, int32 or int64',
      `type "${description}"`,
      "Convert it with array.astype('<f4').",
    );
  }
  if (fortran === 'True') {
    refuse('row-major (C) order', 'column-major (Fortran) order', 'Save numpy.ascontiguousarray(array).');
  }
  const shape = tuple.split(',').flatMap((n) => (n.trim() === '' ? [] : [Number(n)]));
  const count = shape.reduce((product, n) => product * n, 1);
  if (!(count <= MOST_VALUES)) refuse(`at most ${MOST_VALUES} values`, `shape [${shape.join(', ')}]`);
  const size = start + count * NPY_READERS[dtype].bytes;
  if (size !== fileSize) {
    refuse(
      `${size} bytes for ${dtype} [${shape.join(', ')}]`,
      `${fileSize} bytes`,
      fileSize < size ? 'The file is cut off.' : undefined,
    );
  }
  return { shape, count, dtype, start };
}
