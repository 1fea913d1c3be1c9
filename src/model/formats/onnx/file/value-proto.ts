import type { PbfReader } from 'pbf';
import { boundedBytes, messageOf, textOf } from './fields.ts';

/** An input or output of a graph, or a value in it, as a file states it. */
export interface ValueProto {
  name: string;
  /** What it is: a tensor, or something else. */
  kind: 'tensor' | 'a sequence' | 'a map' | 'an optional' | 'a sparse tensor' | null;
  /** Enum TensorProto.DataType; 0 where it is not stated. */
  type: number;
  /** Null for axes of any extent; a text where the file names the extent. Undefined where no shape is stated. */
  shape: (number | string | null)[] | undefined;
}

const KINDS: Readonly<Record<number, ValueProto['kind']>> = {
  4: 'a sequence',
  5: 'a map',
  8: 'a sparse tensor',
  9: 'an optional',
};

/** Reads a ValueInfoProto. */
export function valueProto(pbf: PbfReader, end: number): ValueProto {
  return pbf.readFields<ValueProto>(
    (field, value) => {
      if (field === 1) value.name = textOf(pbf, end);
      else if (field === 2) Object.assign(value, messageOf(pbf, end, typeProto));
    },
    { name: '', kind: null, type: 0, shape: undefined },
    end,
  );
}

type Type = Partial<Omit<ValueProto, 'name'>>;

function typeProto(pbf: PbfReader, end: number): Type {
  return pbf.readFields<Type>(
    (field, type) => {
      if (field === 1) Object.assign(type, { kind: 'tensor' }, messageOf(pbf, end, tensorType));
      else if (KINDS[field]) {
        boundedBytes(pbf, end);
        type.kind = KINDS[field];
      }
    },
    {},
    end,
  );
}

function tensorType(pbf: PbfReader, end: number): Type {
  return pbf.readFields<Type>(
    (field, type) => {
      if (field === 1) type.type = pbf.readVarint();
      else if (field === 2) type.shape = messageOf(pbf, end, shapeProto);
    },
    {},
    end,
  );
}

function shapeProto(pbf: PbfReader, end: number): (number | string | null)[] {
  return pbf.readFields<(number | string | null)[]>(
    (field, shape) => {
      if (field === 1) shape.push(messageOf(pbf, end, dimension));
    },
    [],
    end,
  );
}

function dimension(pbf: PbfReader, end: number): number | string | null {
  return pbf.readFields<{ extent: number | string | null }>(
    (field, found) => {
      if (field === 1) found.extent = pbf.readVarint(true);
      else if (field === 2) found.extent = textOf(pbf, end) || null;
    },
    { extent: null },
    end,
  ).extent;
}
