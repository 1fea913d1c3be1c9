import * as z from 'zod';
import { splitNames } from '../../names.ts';

/** A text that is not empty. `expected` is what messages ask for, here and below. */
export const text = (expected: string) => z.string({ error: expected }).min(1, { error: expected });

export const number = (low: number, high: number, expected: string) =>
  z.number({ error: expected }).min(low, { error: expected }).max(high, { error: expected });

export const whole = (low: number, high: number, expected: string) =>
  number(low, high, expected).int({ error: expected });

export const flag = z.boolean({ error: 'true or false' });

export function oneOf<const T extends readonly string[]>(names: T) {
  return z.enum(names, { error: `one of ${names.join(', ')}` });
}

/** A list of names, or one string with commas, read as a list; each of them may have to be one of `each`. */
export function names<N extends string = string>(expected: string, each?: z.ZodType<N, string>) {
  const list = z
    .union([z.string(), z.array(z.string())], { error: expected })
    .transform(splitNames)
    .pipe(z.array(z.string()).min(1, { error: expected }));
  const checked = each ? list.pipe(z.array(each)) : list;
  return checked as unknown as z.ZodType<N[], string | readonly N[]>;
}

/** A schema whose values are of a type that it cannot tell by itself. */
export const typed = <T>(schema: z.ZodType): z.ZodType<T, T> => schema as z.ZodType<T, T>;

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `a, b, c (a)`: names and the one that is meant where nothing is said. */
export const among = (choices: readonly string[], standard: string) => `${choices.join(', ')} (${standard})`;

/** How report.json has values: loosely, because later versions may have others. */
export const reported = {
  text: (says?: string) => described(z.string(), says),
  count: (says?: string) => described(z.int().nonnegative(), says),
  number: (says?: string) => described(z.number(), says),
  share: (says?: string) => described(z.number().min(0).max(1), says),
  flag: (says?: string) => described(z.boolean(), says),
};

const described = <T extends z.ZodType>(schema: T, says?: string): T =>
  says === undefined ? schema : schema.describe(says);
