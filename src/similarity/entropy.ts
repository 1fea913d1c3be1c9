const BINS = 100;

/**
 * The entropy of the histogram of some values, in nats: - sum p log p over 100 equal bins from the smallest value to the
 * largest, from 0 to ln 100. A value on an inner edge belongs to the bin above it, the largest to the last; edges are
 * k * ((max - min) / 100) + min in double precision, as numpy.histogram has them. NaN where all values are equal or one is
 * not finite.
 */
export function histogramEntropy(values: ArrayLike<number>): number {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) return Number.NaN;
    low = Math.min(low, values[i]);
    high = Math.max(high, values[i]);
  }
  if (!(high > low)) return Number.NaN;
  const width = (high - low) / BINS;
  const edge = (k: number) => (k === BINS ? high : k * width + low);
  const counts = new Float64Array(BINS);
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    let bin = Math.min(BINS - 1, Math.floor(((value - low) / (high - low)) * BINS));
    if (value < edge(bin)) bin--;
    else if (bin < BINS - 1 && value >= edge(bin + 1)) bin++;
    counts[bin]++;
  }
  let entropy = 0;
  for (const count of counts) {
    const share = count / values.length;
    if (share > 0) entropy -= share * Math.log(share);
  }
  return entropy;
}
