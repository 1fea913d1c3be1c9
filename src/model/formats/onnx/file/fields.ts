import type { PbfReader } from 'pbf';

/** The end of the message or bytes that begin here. Throws where they reach beyond what they lie in. */
export function innerEnd(pbf: PbfReader, end: number): number {
  if (pbf.type !== 2) throw new Error('a number where a message or text is due');
  const inner = pbf.readVarint() + pbf.pos;
  if (!(inner <= end)) throw new Error('a message that goes beyond the one it lies in');
  return inner;
}

/** The bytes that begin here, a view of the file's. */
export function boundedBytes(pbf: PbfReader, end: number): Uint8Array {
  const inner = innerEnd(pbf, end);
  const bytes = pbf.buf.subarray(pbf.pos, inner);
  pbf.pos = inner;
  return bytes;
}

const decoder = new TextDecoder();

/** A text. */
export const textOf = (pbf: PbfReader, end: number): string => decoder.decode(boundedBytes(pbf, end));

/** The message that begins here, as `read` reads it up to its end. */
export function messageOf<T>(pbf: PbfReader, end: number, read: (pbf: PbfReader, end: number) => T): T {
  const inner = innerEnd(pbf, end);
  const result = read(pbf, inner);
  if (pbf.pos !== inner) throw new Error('a message that is longer than it says');
  return result;
}

/** Whole numbers, in one list or one by one. */
export function numbersOf(pbf: PbfReader, end: number): number[] {
  if (pbf.type !== 2) return [pbf.readVarint(true)];
  const inner = innerEnd(pbf, end);
  const numbers: number[] = [];
  while (pbf.pos < inner) numbers.push(pbf.readVarint(true));
  return numbers;
}

/** A key and its value, as texts. */
export function entryOf(pbf: PbfReader, end: number): readonly [string, string] {
  const read = (reader: PbfReader, inner: number) =>
    reader.readFields<{ key: string; value: string }>(
      (field, entry) => {
        if (field === 1) entry.key = textOf(reader, inner);
        else if (field === 2) entry.value = textOf(reader, inner);
      },
      { key: '', value: '' },
      inner,
    );
  const { key, value } = messageOf(pbf, end, read);
  return [key, value];
}
