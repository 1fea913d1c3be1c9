import type { PbfReader } from 'pbf';
import { boundedBytes, entryOf, numbersOf, textOf } from './fields.ts';

/** How the numbers of a tensor lie in its bytes: `raw` as in memory, little-endian; else as a packed list of that field. */
export type Encoding = 'raw' | 'float' | 'int32' | 'int64' | 'double' | 'uint64';

/** A tensor as it lies in a file. */
export interface TensorProto {
  name: string;
  readonly dims: number[];
  /** Enum TensorProto.DataType of onnx.proto. */
  type: number;
  /** Its bytes, views of the file's. Empty where it lies in another file. */
  readonly chunks: Uint8Array[];
  encoding: Encoding;
  /** Where it lies in another file: location, offset and length, as texts. */
  readonly external: Map<string, string>;
  isExternal: boolean;
  hasText: boolean;
}

const ENCODINGS: ReadonlyMap<number, Encoding> = new Map([
  [4, 'float'],
  [5, 'int32'],
  [7, 'int64'],
  [9, 'raw'],
  [10, 'double'],
  [11, 'uint64'],
]);

/** Reads a TensorProto. Its numbers are not decoded. */
export function tensorProto(pbf: PbfReader, end: number): TensorProto {
  const tensor: TensorProto = {
    ...{ name: '', dims: [], type: 0, chunks: [], encoding: 'raw', external: new Map() },
    ...{ isExternal: false, hasText: false },
  };
  return pbf.readFields<TensorProto>(
    (field, result) => {
      const encoding = ENCODINGS.get(field);
      if (encoding) {
        const chunk = pbf.type === BYTES ? boundedBytes(pbf, end) : loneValue(pbf, end);
        if (chunk.length > 0) Object.assign(result, { encoding }).chunks.push(chunk);
      } else if (field === 1) result.dims.push(...numbersOf(pbf, end));
      else if (field === 2) result.type = pbf.readVarint();
      else if (field === 6) result.hasText = true;
      else if (field === 8) result.name = textOf(pbf, end);
      else if (field === 13) {
        const [key, value] = entryOf(pbf, end);
        result.external.set(key, value);
      } else if (field === 14) result.isExternal = pbf.readVarint() === 1;
    },
    tensor,
    end,
  );
}

const BYTES = 2;

/** The bytes of a value that a writer did not pack with others. */
function loneValue(pbf: PbfReader, end: number): Uint8Array {
  const begin = pbf.pos;
  pbf.skip(pbf.type);
  if (pbf.pos > end) throw new Error('a number that goes beyond its message');
  return pbf.buf.subarray(begin, pbf.pos);
}
