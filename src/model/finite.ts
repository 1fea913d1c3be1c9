import { InputError } from '../errors.ts';

/** Throws InputError that names the first NaN or infinity of a weight. */
export function requireFinite(values: Float32Array, thing: string): void {
  for (let index = 0; index < values.length; index++) {
    if (Number.isFinite(values[index])) continue;
    throw new InputError({
      thing: `${thing}[${index}]`,
      expected: 'a finite number',
      found: `${values[index]}`,
    });
  }
}
