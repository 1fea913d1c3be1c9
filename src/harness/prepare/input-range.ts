import type { Batch } from '../../attribution/method.ts';
import type { Inputs } from '../../inputs/inputs.ts';

/** Most inputs that references are drawn from. */
const BACKGROUND = 100;

/**
 * What the inputs of images lie between, by channel: what their preprocessing makes of black and white, or where they came as
 * numbers what they span. Undefined for other inputs, which have no bounds.
 */
export function rangeOf({ shape, values, black, white }: Inputs): Batch['range'] {
  if (shape.length !== 3) return undefined;
  const channels = shape[2];
  const low = new Array<number>(channels).fill(Number.POSITIVE_INFINITY);
  const high = new Array<number>(channels).fill(Number.NEGATIVE_INFINITY);
  for (const source of white ? [black, white] : [values]) {
    for (let i = 0; i < source.length; i++) {
      const channel = i % channels;
      if (source[i] < low[channel]) low[channel] = source[i];
      if (source[i] > high[channel]) high[channel] = source[i];
    }
  }
  return { low, high };
}

/** What every value of an input may be, [...shape]: by channel where that is known, by feature in tables, else what all values span. */
export function valueRange({ values, count, shape, range }: Batch): {
  low: Float32Array;
  high: Float32Array;
} {
  const size = values.length / count;
  const channels = range?.low.length ?? (shape.length === 1 ? size : 1);
  const [low, high] = [range?.low.slice() ?? [], range?.high.slice() ?? []];
  for (let i = 0; !range && i < values.length; i++) {
    low[i % channels] = Math.min(low[i % channels] ?? values[i], values[i]);
    high[i % channels] = Math.max(high[i % channels] ?? values[i], values[i]);
  }
  return {
    low: Float32Array.from({ length: size }, (_, p) => low[p % channels]),
    high: Float32Array.from({ length: size }, (_, p) => high[p % channels]),
  };
}

/** The first inputs of a run: a method's references, the same for every part of the inputs. */
export function backgroundOf({ ids, values }: Inputs): NonNullable<Batch['background']> {
  const count = Math.min(ids.length, BACKGROUND);
  return { count, values: values.subarray(0, (count * values.length) / ids.length) };
}
