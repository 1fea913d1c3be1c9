/** Least and greatest of some values; those that are NaN do not count. Infinity and -Infinity where there is none. */
export function extremesOf(values: Float32Array): [low: number, high: number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}

/** Greatest less least of some values. */
export function rangeOf(values: Float32Array): number {
  const [low, high] = extremesOf(values);
  return high - low;
}
