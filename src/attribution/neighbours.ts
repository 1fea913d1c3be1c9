import type { z } from 'zod';
import type { Model } from '../model/model.ts';
import type { Method, Neighbour } from './method.ts';

/** Other values of a setting, from the value that it has; the model tells what there is of it, for example its layers. */
export type Tries<V> = (value: V, model: Model) => readonly V[];

const tries = new WeakMap<z.ZodType, Tries<unknown>>();

/**
 * Declares the values that a setting is tried at where a check asks how much a map depends on it (Bansal, Agarwal and Nguyen
 * 2020). A default that is given anew afterwards loses them.
 */
export function triedAt<Schema extends z.ZodType>(schema: Schema, values: Tries<z.output<Schema>>): Schema {
  tries.set(schema, values as Tries<unknown>);
  return schema;
}

/** Half and twice as much, as whole numbers of at least 1. */
export const halfAndTwice: Tries<number> = (value) => [Math.max(1, Math.floor(value / 2)), 2 * value];

/** The neighbours of a method's settings: one setting changed at a time, to values that it may have and has not. */
export function neighboursOf(
  shape: z.ZodRawShape,
  { settings, resolve }: Pick<Method, 'settings' | 'resolve'>,
  model: Model,
): Neighbour[] {
  const resolved = { ...settings, ...resolve?.(model) };
  return Object.entries(shape).flatMap(([setting, schema]) => {
    const type = schema as z.ZodType;
    const declared = tries.get(type);
    const own = JSON.stringify(resolved[setting]);
    const values = declared?.(resolved[setting], model) ?? [];
    return values
      .filter((value) => JSON.stringify(value) !== own && type.safeParse(value).success)
      .map((value) => ({ setting, value }));
  });
}
