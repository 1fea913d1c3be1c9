import { type Order, removalOrder, removedAfter } from './removed.ts';

/** Pixels in the order in which they go, and how many are gone after every step, the first of which removes none. */
export interface Removal {
  readonly pixels: Uint32Array;
  readonly counts: readonly number[];
}

/** How the pixels of a plane go, in so many steps: each for itself, or those of a segment together. */
export function removalOf(
  plane: Float64Array,
  order: Order,
  steps: number,
  segments: Int32Array | null,
): Removal {
  if (!segments) return { pixels: removalOrder(plane, order), counts: removedAfter(plane.length, steps) };
  const members = membersOf(segments);
  const means = Float64Array.from(members, (pixels) =>
    pixels.reduce((sum, pixel) => sum + plane[pixel] / pixels.length, 0),
  );
  const inOrder = Array.from(removalOrder(means, order), (segment) => members[segment]);
  const gone = [0];
  for (const pixels of inOrder) gone.push(gone[gone.length - 1] + pixels.length);
  return {
    pixels: Uint32Array.from(inOrder.flat()),
    counts: removedAfter(members.length, steps).map((count) => gone[count]),
  };
}

/** The pixels of every segment, in their own order; segments are numbered from 0. */
function membersOf(segments: Int32Array): number[][] {
  const members: number[][] = [];
  for (const [pixel, segment] of segments.entries()) {
    members[segment] ??= [];
    members[segment].push(pixel);
  }
  return members;
}
