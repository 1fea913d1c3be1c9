import { InputError } from '../../../../errors.ts';
import { elementOf } from '../file/element-types.ts';
import { numberToBfloat, numberToHalf } from '../file/half.ts';
import type { TensorProto } from '../file/tensor-proto.ts';

/** Whether the numbers of a tensor can be written again from float32 without losing any of their digits. */
export function isExact({ type }: TensorProto): boolean {
  const name = elementOf(type)?.type;
  return name === 'float32' || name === 'float16' || name === 'bfloat16';
}

/**
 * Numbers as the tensor has them in its file, so many bytes as there were. Throws InputError for a tensor whose numbers
 * do not lie in its file as floats.
 */
export function encodeTensor(tensor: TensorProto, values: ArrayLike<number>, thing: string): Uint8Array {
  const type = elementOf(tensor.type)?.type;
  const { encoding } = tensor;
  if (type === 'float32' && (encoding === 'raw' || encoding === 'float'))
    return bytesOf(Float32Array.from(values));
  if (type === 'float64' && (encoding === 'raw' || encoding === 'double'))
    return bytesOf(Float64Array.from(values));
  if (type === 'float16' && encoding === 'raw') return bytesOf(Uint16Array.from(values, numberToHalf));
  if (type === 'bfloat16' && encoding === 'raw') return bytesOf(Uint16Array.from(values, numberToBfloat));
  const found = `${type ?? 'another type'} in ${encoding}_data`;
  throw new InputError({ thing, expected: 'weights that are written as floats', found });
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array | Float64Array | Uint16Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);
