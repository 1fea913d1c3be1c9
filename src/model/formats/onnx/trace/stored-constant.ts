import type { StoredConstant } from '../../../network/stored-constant.ts';
import type { Numbers, Plain } from '../operators/plain.ts';
import { isFloat } from '../operators/plain.ts';

/** A constant of the file as the network has it: float32, int32 or booleans. */
export function storedConstant(name: string, { type, shape, values }: Plain): StoredConstant {
  if (isFloat(type)) {
    const floats = values instanceof Float32Array ? values : Float32Array.from(values);
    return { name, shape, dtype: 'float32', values: floats };
  }
  if (type === 'bool') {
    return { name, shape, dtype: 'bool', values: Uint8Array.from(values, (value) => (value ? 1 : 0)) };
  }
  return { name, shape, dtype: 'int32', values: within32Bits(values) };
}

const MOST = 2 ** 31 - 1;

const within32Bits = (values: Numbers): Int32Array =>
  values instanceof Int32Array
    ? values
    : Int32Array.from(values, (value) => Math.max(-MOST - 1, Math.min(MOST, value)));
