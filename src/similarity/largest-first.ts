import { ascendingOrder } from './ranks.ts';

/** Indices from the largest value to the smallest; equal values in their own order. */
export const largestFirst = (values: Float64Array): Uint32Array =>
  smallestFirst(values.map((value) => -value));

/** Indices from the smallest value to the largest; equal values in their own order, too, so that this is not the reverse. */
export const smallestFirst = (values: Float64Array): Uint32Array => new Uint32Array(ascendingOrder(values));
