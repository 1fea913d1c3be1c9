import { InputError } from '../../../../errors.ts';
import { requireFinite } from '../../../finite.ts';
import type { StoredConstant } from '../../../network/stored-constant.ts';
import type { Numbers, Plain } from '../operators/plain.ts';
import { isFloat } from '../operators/plain.ts';

/** A constant of the file as the network has it: float32, int32 or booleans. */
export function storedConstant(name: string, { type, shape, values }: Plain): StoredConstant {
  if (isFloat(type)) {
    const floats = values instanceof Float32Array ? values : Float32Array.from(values);
    return { name, shape, dtype: 'float32', values: floats, fixed: isMask(floats) };
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

/** The least that attention is taken away by. */
const LEAST = 20;

/** Whether numbers are 0 where attention is allowed and one large negative number, or less than any, where it is not. */
function isMask(values: Float32Array): boolean {
  const other = values.find((value) => value !== 0);
  return other !== undefined && other <= -LEAST && values.every((value) => value === 0 || value === other);
}

/** Throws InputError for what is not a number, and for infinite weights; attention may be taken away by infinities. */
export function requireNumbers({ type, values }: Plain, thing: string): void {
  if (!isFloat(type)) return;
  const wrong = values.findIndex((value) => Number.isNaN(value));
  if (wrong >= 0)
    throw new InputError({ thing: `${thing}[${wrong}]`, expected: 'a finite number', found: 'NaN' });
  const floats = values instanceof Float32Array ? values : Float32Array.from(values);
  if (values.length > 1 && !isMask(floats)) requireFinite(floats, thing);
}
