import { InputError } from '../errors.ts';
import { MOST_VALUES } from './npy-header.ts';

export type IdxDType = 'uint8' | 'int8' | 'int16' | 'int32' | 'float32' | 'float64';

export interface IdxHeader {
  readonly shape: readonly number[];
  /** Product of the shape. */
  readonly count: number;
  readonly dtype: IdxDType;
  /** Offset of the first value, in bytes. */
  readonly start: number;
}

const MOST_AXES = 8;

/** No header that is accepted is longer, in bytes. */
export const LONGEST_IDX_HEADER = 4 + 4 * MOST_AXES;

/** By the third byte of a file. */
const TYPES: Readonly<Record<number, IdxDType>> = {
  8: 'uint8',
  9: 'int8',
  11: 'int16',
  12: 'int32',
  13: 'float32',
  14: 'float64',
};

type Read = (bytes: Buffer, start: number, count: number) => Uint8Array | Float32Array;

const converted =
  (size: number, value: (bytes: Buffer, at: number) => number): Read =>
  (bytes, start, count) =>
    Float32Array.from({ length: count }, (_, i) => value(bytes, start + i * size));

/** By type: the bytes of a value, and how values are read; all are big-endian. */
export const IDX_READERS: Readonly<Record<IdxDType, { readonly bytes: number; readonly read: Read }>> = {
  uint8: { bytes: 1, read: (bytes, start, count) => bytes.subarray(start, start + count) },
  int8: { bytes: 1, read: converted(1, (bytes, at) => bytes.readInt8(at)) },
  int16: { bytes: 2, read: converted(2, (bytes, at) => bytes.readInt16BE(at)) },
  int32: { bytes: 4, read: converted(4, (bytes, at) => bytes.readInt32BE(at)) },
  float32: { bytes: 4, read: converted(4, (bytes, at) => bytes.readFloatBE(at)) },
  float64: { bytes: 8, read: converted(8, (bytes, at) => bytes.readDoubleBE(at)) },
};

/**
 * Reads the header at the beginning of an IDX file: two zeros, the type, the number of axes, and their extents.
 * @throws InputError naming what is wrong
 */
export function parseIdxHeader(bytes: Buffer, thing: string): IdxHeader {
  const refuse = (expected: string, found: string): never => {
    throw new InputError({ thing, expected, found });
  };
  if (bytes.length < 4) refuse('an IDX file', bytes.length === 0 ? 'an empty file' : `${bytes.length} bytes`);
  if (bytes[0] !== 0 || bytes[1] !== 0) refuse('an IDX file', 'a file that begins differently');
  const dtype = TYPES[bytes[2]];
  if (!dtype) return refuse('an IDX file of a known type (8, 9, 11 to 14)', `type ${bytes[2]}`);
  const axes = bytes[3];
  if (axes < 1 || axes > MOST_AXES) refuse(`1 to ${MOST_AXES} axes`, String(axes));
  const start = 4 + 4 * axes;
  if (bytes.length < start) refuse(`a header of ${start} bytes`, `${bytes.length} bytes`);
  const shape = Array.from({ length: axes }, (_, axis) => bytes.readUInt32BE(4 + 4 * axis));
  const count = shape.reduce((product, extent) => product * extent, 1);
  if (count === 0) refuse('at least one value', `shape [${shape.join(', ')}]`);
  if (!(count <= MOST_VALUES)) refuse(`at most ${MOST_VALUES} values`, `shape [${shape.join(', ')}]`);
  return { shape, count, dtype, start };
}
