import { largestFirst, smallestFirst } from '../../similarity/largest-first.ts';

/** The order in which pixels go: the most relevant first (MoRF), or the least (LeRF). */
export type Order = (typeof ORDERS)[number];

export const ORDERS = ['most', 'least'] as const;

/**
 * Pixels of a plane in the order in which they are removed. Equal values keep their own, row-major order both ways, so that a
 * constant map has one order and nothing is gained by it.
 */
export const removalOrder = (plane: Float64Array, order: Order): Uint32Array =>
  order === 'most' ? largestFirst(plane) : smallestFirst(plane);

/** How many of `pixels` are gone after every step, the first of which removes none: round(k n / K), halves up. */
export const removedAfter = (pixels: number, steps: number): number[] =>
  Array.from({ length: steps + 1 }, (_, k) => Math.floor((k * pixels) / steps + 0.5));
