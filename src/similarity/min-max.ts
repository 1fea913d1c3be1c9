/** Least and greatest value; null for a constant or non-finite plane, on which every metric is undefined. */
export function valueRange(values: Float64Array): { low: number; high: number } | null {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  // `sum` turns to NaN or infinity with any such value, which comparisons with NaN alone would step over.
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value < low) low = value;
    if (value > high) high = value;
    sum += value;
  }
  return Number.isFinite(sum) && low < high ? { low, high } : null;
}

/**
 * A copy of the plane, moved and scaled to [0, 1]; null for a constant or non-finite plane. SSIM and HOG need it: their
 * constants are fixed for a data range of 1.
 */
export function minMax(values: Float64Array): Float64Array | null {
  const range = valueRange(values);
  if (range === null) return null;
  const { low, high } = range;
  const span = high - low;
  const scaled = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) scaled[i] = (values[i] - low) / span;
  return scaled;
}
