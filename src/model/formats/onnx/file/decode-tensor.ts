import { InputError } from '../../../../errors.ts';
import type { ElementType, Numbers, Plain } from '../operators/plain.ts';
import { elementOf, elementWords } from './element-types.ts';
import { bfloatToNumber, halfToNumber } from './half.ts';
import type { Encoding, TensorProto } from './tensor-proto.ts';

/**
 * The numbers of a tensor. `bytes` are those that lie in another file. Throws InputError for element types that are not
 * read, extents that are none and bytes that are too few or too many. What it takes is bounded by the bytes there are:
 * eight for each.
 */
export function decodeTensor(tensor: TensorProto, thing: string, bytes?: Uint8Array): Plain {
  const element = elementOf(tensor.type);
  if (!element || tensor.hasText) {
    const found = elementWords(tensor.hasText ? 8 : tensor.type);
    throw new InputError({ thing, expected: 'numbers or booleans of 8 to 64 bits', found });
  }
  const size = sizeOf(tensor.dims, thing);
  const { type } = element;
  const shape = [...tensor.dims];
  if (bytes || tensor.encoding === 'raw') {
    const raw = bytes ?? joined(tensor.chunks);
    requireCount(raw.length, size * element.bytes, 'bytes', tensor.dims, thing);
    return { type, shape, values: fromRaw(raw, type, bytes !== undefined) };
  }
  return { type, shape, values: fromList(tensor, type, size, thing) };
}

/** The product of extents. Throws InputError for extents that are none. */
export function sizeOf(dims: readonly number[], thing: string): number {
  const size = dims.reduce((product, extent) => product * extent, 1);
  if (dims.every((extent) => Number.isSafeInteger(extent) && extent >= 0) && Number.isSafeInteger(size))
    return size;
  throw new InputError({ thing, expected: 'a shape of whole numbers', found: `[${dims.join(', ')}]` });
}

function requireCount(
  found: number,
  expected: number,
  unit: string,
  dims: readonly number[],
  thing: string,
): void {
  if (found === expected) return;
  throw new InputError({
    thing,
    expected: `${expected} ${unit} for shape [${dims.join(', ')}]`,
    found: String(found),
  });
}

const joined = (chunks: readonly Uint8Array[]): Uint8Array =>
  chunks.length === 1 ? chunks[0] : Buffer.concat(chunks);

/** A copy, so that it is aligned and what it was read from can be freed; not of `alone`, bytes that are all of what was read. */
function fromRaw(bytes: Uint8Array, type: ElementType, alone = false): Numbers {
  const own = alone && bytes.length === bytes.buffer.byteLength ? bytes : bytes.slice();
  const { buffer } = own;
  switch (type) {
    case 'float32':
      return new Float32Array(buffer);
    case 'float64':
      return new Float64Array(buffer);
    case 'int32':
      return new Int32Array(buffer);
    case 'uint32':
      return new Uint32Array(buffer);
    case 'int16':
      return new Int16Array(buffer);
    case 'uint16':
      return new Uint16Array(buffer);
    case 'int8':
      return new Int8Array(buffer);
    case 'int64':
      return Float64Array.from(new BigInt64Array(buffer), Number);
    case 'uint64':
      return Float64Array.from(new BigUint64Array(buffer), Number);
    case 'float16':
      return Float32Array.from(new Uint16Array(buffer), halfToNumber);
    case 'bfloat16':
      return Float32Array.from(new Uint16Array(buffer), bfloatToNumber);
    default:
      return own;
  }
}

/** The field that numbers of a type lie in when they are not raw. */
const FIELD: Readonly<Partial<Record<ElementType, Encoding>>> = {
  float32: 'float',
  float64: 'double',
  int64: 'int64',
  uint32: 'uint64',
  uint64: 'uint64',
};

function fromList(tensor: TensorProto, type: ElementType, size: number, thing: string): Numbers {
  const field = FIELD[type] ?? 'int32';
  if (tensor.encoding !== field) {
    const found = `${tensor.encoding}_data`;
    throw new InputError({ thing, expected: `${field}_data or raw_data for ${type}`, found });
  }
  const bytes = joined(tensor.chunks);
  if (field === 'float' || field === 'double') {
    requireCount(bytes.length, size * (field === 'float' ? 4 : 8), 'bytes', tensor.dims, thing);
    return fromRaw(bytes, type);
  }
  const values = varints(bytes);
  requireCount(values.length, size, 'numbers', tensor.dims, thing);
  if (type === 'float16') return Float32Array.from(values, halfToNumber);
  if (type === 'bfloat16') return Float32Array.from(values, bfloatToNumber);
  return values;
}

/** Whole numbers of up to 64 bits, seven bits a byte, as two's complement. */
function varints(bytes: Uint8Array): Float64Array {
  const values = new Float64Array(bytes.reduce((count, byte) => count + (byte < 0x80 ? 1 : 0), 0));
  let at = 0;
  let [low, high, shift] = [0, 0, 0];
  for (const byte of bytes) {
    const bits = byte & 0x7f;
    if (shift < 28) low += bits * 2 ** shift;
    else high += bits * 2 ** (shift - 28);
    shift += 7;
    if (byte >= 0x80) continue;
    // 28 bits lie in the lower part, 36 in the upper one, whose highest is the sign.
    const signed = high >= 2 ** 35 ? high - 2 ** 36 : high;
    values[at++] = signed * 2 ** 28 + low;
    [low, high, shift] = [0, 0, 0];
  }
  return values;
}
