/** Indices from the largest value to the smallest; equal values in their own order. */
export function largestFirst(values: Float64Array): Uint32Array {
  return indices(values).sort((a, b) => values[b] - values[a] || a - b);
}

/** Indices from the smallest value to the largest; equal values in their own order, too, so that this is not the reverse. */
export function smallestFirst(values: Float64Array): Uint32Array {
  return indices(values).sort((a, b) => values[a] - values[b] || a - b);
}

const indices = ({ length }: Float64Array): Uint32Array => Uint32Array.from({ length }, (_, i) => i);
