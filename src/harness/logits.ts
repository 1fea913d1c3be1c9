/** Index of the largest of `classes` logits of every input. */
export function predictions(logits: Float32Array, classes: number): Int32Array {
  return Int32Array.from({ length: logits.length / classes }, (_, i) => {
    let best = 0;
    for (let c = 1; c < classes; c++) if (logits[i * classes + c] > logits[i * classes + best]) best = c;
    return best;
  });
}

/** Softmax probability of one class of every input. */
export function probabilities(logits: Float32Array, classes: number, chosen: Int32Array): Float64Array {
  return Float64Array.from(chosen, (c, i) => {
    const row = logits.subarray(i * classes, (i + 1) * classes);
    const largest = row.reduce((a, b) => Math.max(a, b), -Infinity);
    const total = row.reduce((sum, logit) => sum + Math.exp(logit - largest), 0);
    return Math.exp(row[c] - largest) / total;
  });
}

/**
 * Mean |logits - trained logits| in units of the SD of the trained logits; 0 if nothing moved, the largest number where
 * logits are not finite.
 */
export function logitShift(logits: Float32Array, trained: Float32Array): number {
  const count = trained.length;
  let mean = 0;
  for (const v of trained) mean += v / count;
  let variance = 0;
  let shift = 0;
  for (let i = 0; i < count; i++) {
    variance += (trained[i] - mean) ** 2 / count;
    shift += Math.abs(logits[i] - trained[i]) / count;
  }
  if (shift === 0) return 0;
  const relative = shift / Math.sqrt(variance);
  return Number.isFinite(relative) ? relative : Number.MAX_VALUE;
}
