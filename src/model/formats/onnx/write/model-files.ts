import { closeSync, openSync, readSync } from 'node:fs';
import { basename } from 'node:path';
import { InputError } from '../../../../errors.ts';
import { bytesInParts } from '../../../bytes-in-parts.ts';
import type { ModelFile } from '../../../model.ts';
import { groupBy } from '../../../network/grouping.ts';
import type { Region } from '../file/external-data.ts';
import type { TensorProto } from '../file/tensor-proto.ts';
import { encodeTensor } from './encode-tensor.ts';
import type { Piece } from './pieces.ts';

/** A weight as it lies in the files of its model. */
export interface StoredTensor {
  readonly tensor: TensorProto;
  /** Null where it lies in the model's own file. */
  readonly region: Region | null;
  /** Its numbers as they were read. */
  readonly values: ArrayLike<number>;
}

export interface WrittenModel {
  /** Of the model's file. */
  readonly path: string;
  readonly pieces: readonly Piece[];
  /** By the names of weights. */
  readonly tensors: ReadonlyMap<string, StoredTensor>;
}

const PART = 2 ** 24;

/**
 * A model as its own file and those that its weights lie in, byte for byte as they were read but for the values that are
 * given, which keep the type that they had.
 */
export function modelFiles(
  { path, pieces, tensors }: WrittenModel,
  values: ReadonlyMap<string, ArrayLike<number>>,
): readonly ModelFile[] {
  const encoded = (name: string) => {
    const { tensor, values: own } = tensors.get(name)!;
    return encodeTensor(tensor, values.get(name) ?? own, `${path}: tensor ${name}`);
  };
  const outside = [...tensors].flatMap(([name, { region }]) => (region ? [{ name, region }] : []));
  const given = outside.filter(({ name }) => values.has(name));
  const locations = groupBy(outside, ({ region }) => region.location);
  return [
    ...[...locations].map(([location, all]) => ({
      name: location,
      parts: outsideParts(
        all[0].region.path,
        given.filter(({ region }) => region.location === location),
        encoded,
      ),
    })),
    { name: basename(path), parts: ownParts(pieces, values, encoded) },
  ];
}

function* ownParts(
  pieces: readonly Piece[],
  values: ReadonlyMap<string, ArrayLike<number>>,
  encoded: (name: string) => Uint8Array,
): Iterable<Uint8Array> {
  for (const piece of pieces) {
    if (piece instanceof Uint8Array) yield piece;
    else if (piece.original && !values.has(piece.name)) yield piece.original;
    else yield* bytesInParts(encoded(piece.name).subarray(piece.from, piece.to));
  }
}

/** The file that weights lie in, with other numbers in their places. */
function* outsideParts(
  path: string,
  weights: readonly { readonly name: string; readonly region: Region }[],
  encoded: (name: string) => Uint8Array,
): Iterable<Uint8Array> {
  const file = openSync(path, 'r');
  try {
    let at = 0;
    for (const { name, region } of weights.toSorted((a, b) => a.region.offset - b.region.offset)) {
      if (region.offset < at) continue;
      yield* bytesBetween(file, at, region.offset, path);
      yield* bytesInParts(encoded(name));
      at = region.offset + region.length;
    }
    yield* bytesBetween(file, at, Number.POSITIVE_INFINITY, path);
  } finally {
    closeSync(file);
  }
}

function* bytesBetween(file: number, from: number, to: number, path: string): Iterable<Uint8Array> {
  for (let at = from; at < to; ) {
    const part = new Uint8Array(Math.min(PART, to - at));
    const count = readSync(file, part, 0, part.length, at);
    if (count === 0) {
      if (to === Number.POSITIVE_INFINITY) return;
      throw new InputError({
        thing: path,
        expected: 'the file that the model was read from',
        found: 'a shorter one',
      });
    }
    yield part.subarray(0, count);
    at += count;
  }
}
