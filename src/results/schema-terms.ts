import * as z from 'zod';

/** JSON has no NaN and no infinities: an undefined number is null. */
export const value = z.number().nullable();
export const text = z.string();
export const count = z.int().nonnegative();
export const status = z.enum(['passed', 'failed', 'inconclusive']);
export const described = <T extends z.ZodType>(schema: T, description: string): T =>
  schema.describe(description);
export const share = (description: string) => described(z.number().min(0).max(1), description);

export const interval = z.looseObject({ mean: value, low: value, high: value });

export const byMetric = <T extends z.ZodType>(schema: T, description: string) =>
  z
    .record(text, schema.nullable())
    .describe(`${description}, by metric; null where the metric does not apply`);
