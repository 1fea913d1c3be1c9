import { InputError } from '../errors.ts';
import { NPY_TYPES, type NpyDType, npyTypeName, npyTypeOf } from './npy-types.ts';

export type { NpyDType };

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
  const dtype = npyTypeOf(description);
  if (dtype === undefined) {
    return refuse(
      'little-endian numbers: float16 to float64, int8 to int64, uint8 to uint64 or bool',
      npyTypeName(description),
      "Convert it with array.astype('<f8').",
    );
  }
  if (fortran === 'True') {
    refuse('row-major (C) order', 'column-major (Fortran) order', 'Save numpy.ascontiguousarray(array).');
  }
  const shape = tuple.split(',').flatMap((n) => (n.trim() === '' ? [] : [Number(n)]));
  const count = shape.reduce((product, n) => product * n, 1);
  if (!(count <= MOST_VALUES)) refuse(`at most ${MOST_VALUES} values`, `shape [${shape.join(', ')}]`);
  const size = start + count * NPY_TYPES[dtype].bytes;
  if (size !== fileSize) {
    refuse(
      `${size} bytes for ${dtype} [${shape.join(', ')}]`,
      `${fileSize} bytes`,
      fileSize < size ? 'The file is cut off.' : undefined,
    );
  }
  return { shape, count, dtype, start };
}
