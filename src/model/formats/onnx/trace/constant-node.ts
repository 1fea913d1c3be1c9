import { InputError } from '../../../../errors.ts';
import type { AttributeValue } from '../operators/node.ts';
import { type Plain, plain } from '../operators/plain.ts';

/** The array of a Constant node. Throws InputError for one of texts and for one without a value. */
export function constantArray(attributes: ReadonlyMap<string, AttributeValue>, thing: string): Plain {
  for (const [name, value] of attributes) {
    if (name === 'value' && typeof value === 'object' && 'values' in value && 'shape' in value) {
      return value as Plain;
    }
    if (name === 'value_float' && typeof value === 'number') return plain('float32', [], [value]);
    if (name === 'value_int' && typeof value === 'number') return plain('int64', [], [value]);
    const list = Array.isArray(value) && value.every((one) => typeof one === 'number') ? value : null;
    if (name === 'value_floats' && list) return plain('float32', [list.length], list);
    if (name === 'value_ints' && list) return plain('int64', [list.length], list);
  }
  const found = [...attributes.keys()].join(', ') || 'none';
  throw new InputError({ thing, expected: 'a constant of numbers', found });
}
