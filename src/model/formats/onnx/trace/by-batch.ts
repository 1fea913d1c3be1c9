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

/** Whether an array depends on the batch size. */
export const varies = ({ stated, other }: ByBatch): boolean => stated !== other;

/** The array for a batch size. Throws where the array's own shape depends on it. */
export function atBatch({ stated, other }: ByBatch, batches: Batches, batch: number): Plain {
  if (stated === other || batch === batches.stated) return stated;
  if (stated.values.length !== other.values.length) {
    throw new Error('an array whose length depends on the batch size');
  }
  const values = Float64Array.from(stated.values, (value, index) => {
    const slope = (other.values[index] - value) / (batches.other - batches.stated);
    return value + slope * (batch - batches.stated);
  });
  return { ...stated, values };
}
