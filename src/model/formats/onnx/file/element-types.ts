import type { ElementType } from '../operators/plain.ts';

interface Element {
  readonly type: ElementType;
  /** Bytes of a number in raw data. */
  readonly bytes: number;
}

/** The element types that are read, by their number in TensorProto.DataType. */
const ELEMENTS: ReadonlyMap<number, Element> = new Map([
  [1, { type: 'float32', bytes: 4 }],
  [2, { type: 'uint8', bytes: 1 }],
  [3, { type: 'int8', bytes: 1 }],
  [4, { type: 'uint16', bytes: 2 }],
  [5, { type: 'int16', bytes: 2 }],
  [6, { type: 'int32', bytes: 4 }],
  [7, { type: 'int64', bytes: 8 }],
  [9, { type: 'bool', bytes: 1 }],
  [10, { type: 'float16', bytes: 2 }],
  [11, { type: 'float64', bytes: 8 }],
  [12, { type: 'uint32', bytes: 4 }],
  [13, { type: 'uint64', bytes: 8 }],
  [16, { type: 'bfloat16', bytes: 2 }],
]);

const UNREAD: Readonly<Record<number, string>> = {
  8: 'texts',
  14: 'complex numbers',
  15: 'complex numbers',
  17: '8-bit floats',
  18: '8-bit floats',
  19: '8-bit floats',
  20: '8-bit floats',
  21: '4-bit integers',
  22: '4-bit integers',
  23: '4-bit floats',
};

/** An element type by its number in TensorProto.DataType; null for one that is not read. */
export const elementOf = (code: number): Element | null => ELEMENTS.get(code) ?? null;

/** Words for an element type that is not read. */
export const elementWords = (code: number): string =>
  ELEMENTS.get(code)?.type ?? UNREAD[code] ?? `elements of type ${code}`;
