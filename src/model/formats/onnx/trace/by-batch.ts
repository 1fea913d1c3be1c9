import type { Plain } from '../operators/plain.ts';

/**
 * Batch sizes that a network is traced with: the one that its file states (1 where it leaves that open), and another.
 * What comes out the same for both does not depend on the batch size; what does not is linear in it.
 */
export interface Batches {
  readonly stated: number;
  readonly other: number;
}

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

/** The array for a batch size. Throws where its shape depends on that, unless it is one number throughout. */
export function atBatch({ stated, other }: ByBatch, batches: Batches, batch: number): Plain {
  if (stated === other || batch === batches.stated) return stated;
  const linear = (a: number, b: number) =>
    a + ((b - a) / (batches.other - batches.stated)) * (batch - batches.stated);
  if (stated.values.length !== other.values.length) {
    const [value] = stated.values;
    if (!stated.values.every((one) => one === value) || !other.values.every((one) => one === value)) {
      throw new Error('an array whose length depends on the batch size');
    }
    const shape = stated.shape.map((extent, axis) => linear(extent, other.shape[axis]));
    return { ...stated, shape, values: new Float64Array(product(shape)).fill(value) };
  }
  const values = Float64Array.from(stated.values, (value, index) => linear(value, other.values[index]));
  return { ...stated, values };
}
