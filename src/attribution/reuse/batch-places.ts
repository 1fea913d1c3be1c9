/** Inputs that are explained together: no batch reaches over the ends of a part. */
export interface Part {
  readonly first: number;
  readonly count: number;
}

/**
 * The batches of a request that asks for `points` places of each input: the number of each, by the place of its first point
 * among those of all inputs.
 */
export function batchPlaces(parts: readonly Part[], points: number, batch: number): Map<number, number> {
  const places = new Map<number, number>();
  for (const { first, count } of parts)
    for (let from = 0; from < count * points; from += batch) places.set(first * points + from, places.size);
  return places;
}
