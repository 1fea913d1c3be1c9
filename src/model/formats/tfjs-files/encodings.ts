/** How the numbers of a stored weight are read. */
export interface Encoding {
  /** For messages, for example `float32` or `uint8 (quantised)`. */
  readonly name: string;
  /** Bytes per number. */
  readonly width: number;
  /** Numbers from little-endian bytes. The bytes must be an array buffer of their own; it may be taken over. */
  decode(bytes: Uint8Array<ArrayBuffer>): Float32Array;
}

const FLOAT32: Encoding = { name: 'float32', width: 4, decode: (bytes) => new Float32Array(bytes.buffer) };
const INT32: Encoding = {
  name: 'int32',
  width: 4,
  decode: (bytes) => Float32Array.from(new Int32Array(bytes.buffer)),
};
const BYTE: Encoding = { name: 'uint8', width: 1, decode: (bytes) => Float32Array.from(bytes) };
const FLOAT16: Encoding = {
  name: 'float16',
  width: 2,
  decode: (bytes) => Float32Array.from(new Uint16Array(bytes.buffer), float16),
};

/** Stored without quantisation, by dtype. `bool` takes a byte per value. */
export const PLAIN: Readonly<Record<string, Encoding>> = {
  float32: FLOAT32,
  int32: INT32,
  bool: BYTE,
  uint8: BYTE,
  float16: FLOAT16,
};

const CODES: Readonly<Record<string, (bytes: Uint8Array<ArrayBuffer>) => Uint8Array | Uint16Array>> = {
  uint8: (bytes) => bytes,
  uint16: (bytes) => new Uint16Array(bytes.buffer),
};

/** Names that a `quantization` entry may give. */
export const QUANTISED: readonly string[] = ['float16', ...Object.keys(CODES)];

/**
 * The encoding of codes q that stand for scale q + minimum, rounded where the weight is int32 (the affine scheme of
 * tensorflowjs_converter), or of float16. The code's dtype is one of QUANTISED.
 */
export function quantised(code: string, dtype: string, scale: number, minimum: number): Encoding {
  if (code === 'float16') return FLOAT16;
  const codes = CODES[code];
  const affine = (q: number) => q * scale + minimum;
  const value = dtype === 'int32' ? (q: number) => Math.round(affine(q)) : affine;
  return {
    name: `${code} (quantised)`,
    width: code === 'uint8' ? 1 : 2,
    decode: (bytes) => Float32Array.from(codes(bytes), value),
  };
}

/** The value of an IEEE 754 half precision bit pattern: 1 sign bit, 5 exponent bits, 10 fraction bits. */
function float16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  // Subnormal numbers have no implicit leading one.
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (0x400 + fraction) * 2 ** (exponent - 25);
}
