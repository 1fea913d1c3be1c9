import type { Plain } from '../operators/plain.ts';

/**
 * Batch sizes that a network is traced with: the one that its file states (1 where it leaves that open), and another.
 * What comes out the same for both does not depend on the batch size; what does not is linear in it.
 */
export interface Batches {
  readonly stated: number;
  readonly other: number;
  /** Whether the file leaves its batch size open, so that its own shapes are for any. */
  readonly open: boolean;
}

/** The other batch size of a file that states none. */
export const OTHER_BATCH = 7;

/** An array that is known while the network is traced, for every batch size. */
export interface ByBatch {
  /** For the batch size that the file states. */
  readonly stated: Plain;
  /** For the other one; the very same array where it does not depend on the batch size. */
  readonly other: Plain;
}

export const always = (plain: Plain): ByBatch => ({ stated: plain, other: plain });

/** Both, the same one where shapes and numbers are equal. */
export function byBatch(stated: Plain, other: Plain): ByBatch {
  const same =
    stated.shape.length === other.shape.length &&
    stated.shape.every((extent, axis) => extent === other.shape[axis]) &&
    stated.values.every((value, index) => value === other.values[index]);
  return same ? always(stated) : { stated, other };
}

const product = (list: readonly number[]): number => list.reduce((a, b) => a * b, 1);

/** Whether an array depends on the batch size. */
export const varies = ({ stated, other }: ByBatch): boolean => stated !== other;

/** An array so many times along an axis. */
export function repeated(array: Plain, axis: number, times: number): Plain {
  const { shape, values } = array;
  const length = product(shape.slice(axis));
  const all = new Float64Array(values.length * times);
  for (let block = 0; block * length < values.length; block++) {
    const own = values.subarray(block * length, (block + 1) * length);
    for (let i = 0; i < times; i++) all.set(own, (block * times + i) * length);
  }
  return { ...array, shape: shape.with(axis, shape[axis] * times), values: all };
}

/**
 * The array for a batch size. Throws where its shape depends on that, unless it is one number throughout or the same for
 * every input.
 */
export function atBatch({ stated, other }: ByBatch, batches: Batches, batch: number): Plain {
  if (stated === other || batch === batches.stated) return stated;
  const slope = (batch - batches.stated) / (batches.other - batches.stated);
  const linear = (a: number, b: number) => a + (b - a) * slope;
  if (stated.values.length === other.values.length) {
    const values = Float64Array.from(stated.values, (value, index) => linear(value, other.values[index]));
    return { ...stated, values };
  }
  const [value] = stated.values;
  if (stated.values.every((one) => one === value) && other.values.every((one) => one === value)) {
    const shape = stated.shape.map((extent, axis) => linear(extent, other.shape[axis]));
    return { ...stated, shape, values: new Float64Array(product(shape)).fill(value) };
  }
  const axis = stated.shape.findIndex((extent, i) => extent !== other.shape[i]);
  const again = repeated(stated, axis, batches.other / batches.stated);
  if (again.shape.join() === other.shape.join() && again.values.every((one, i) => one === other.values[i])) {
    return repeated(stated, axis, batch / batches.stated);
  }
  throw new Error('an array whose length depends on the batch size');
}
