/** What the numbers of an .npy file are read into. */
type Values = Float32Array | Float64Array;

interface NumberType {
  /** Of one number in the file. */
  readonly bytes: number;
  /** Whether float32 holds every number of the type. */
  readonly fitsFloat32: boolean;
  /**
   * Reads little-endian numbers from bytes at an aligned offset. Returns the first number that float64 does not hold, as
   * text, and null where it holds all.
   */
  read(from: Uint8Array, to: Values): string | null;
}

interface NumberArray {
  new (buffer: ArrayBufferLike, offset: number, length: number): ArrayLike<number>;
  readonly BYTES_PER_ELEMENT: number;
}

const numbers = (type: NumberArray, fitsFloat32: boolean): NumberType => ({
  bytes: type.BYTES_PER_ELEMENT,
  fitsFloat32,
  read(from, to) {
    to.set(new type(from.buffer, from.byteOffset, to.length));
    return null;
  },
});

interface IntegerArray {
  new (buffer: ArrayBufferLike, offset: number, length: number): ArrayLike<bigint>;
}

const longIntegers = (type: IntegerArray): NumberType => ({
  bytes: 8,
  fitsFloat32: false,
  read(from, to) {
    const integers = new type(from.buffer, from.byteOffset, to.length);
    for (let i = 0; i < to.length; i++) {
      const value = Number(integers[i]);
      if (!Number.isSafeInteger(value)) return String(integers[i]);
      to[i] = value;
    }
    return null;
  },
});

const halves: NumberType = {
  bytes: 2,
  fitsFloat32: true,
  read(from, to) {
    const halves = new Uint16Array(from.buffer, from.byteOffset, to.length);
    for (let i = 0; i < to.length; i++) to[i] = halfValue(halves[i]);
    return null;
  },
};

/** The number that 16 bits stand for: sign, 5 bits of exponent, 10 of fraction (IEEE 754, binary16). */
function halfValue(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** The number types that are read from .npy files, by the names that NumPy gives them. */
export const NPY_TYPES = {
  bool: numbers(Uint8Array, true),
  uint8: numbers(Uint8Array, true),
  int8: numbers(Int8Array, true),
  uint16: numbers(Uint16Array, true),
  int16: numbers(Int16Array, true),
  uint32: numbers(Uint32Array, false),
  int32: numbers(Int32Array, false),
  uint64: longIntegers(BigUint64Array),
  int64: longIntegers(BigInt64Array),
  float16: halves,
  float32: numbers(Float32Array, true),
  float64: numbers(Float64Array, false),
} as const satisfies Readonly<Record<string, NumberType>>;

export type NpyDType = keyof typeof NPY_TYPES;

const KINDS: Readonly<Record<string, string>> = {
  b: 'bool',
  u: 'uint',
  i: 'int',
  f: 'float',
  c: 'complex',
};

/**
 * What a header calls a type, in words: `<f4` is `float32`, `>f8` is `big-endian float64`, and what has no such name
 * stays as it is, in quotes.
 */
export function npyTypeName(description: string): string {
  const [, order, kind, bytes] = /^([<>=|])([buifc])(\d{1,2})$/.exec(description) ?? [];
  if (kind === undefined) return JSON.stringify(description);
  const name = kind === 'b' && bytes === '1' ? 'bool' : `${KINDS[kind]}${8 * Number(bytes)}`;
  return order === '>' && bytes !== '1' ? `big-endian ${name}` : name;
}

/** The type of that name, or undefined where such numbers are not read. */
export function npyTypeOf(description: string): NpyDType | undefined {
  const name = npyTypeName(description);
  return Object.hasOwn(NPY_TYPES, name) ? (name as NpyDType) : undefined;
}
