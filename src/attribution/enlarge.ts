/**
 * Bilinear enlargement of a plane [height, width] with half-pixel centres and clamped edges, as in
 * `resizeBilinear(alignCorners: false, halfPixelCenters: true)`.
 */
export function enlarge(
  plane: ArrayLike<number>,
  [height, width]: readonly [number, number],
  [rows, cols]: readonly [number, number],
): Float32Array {
  const vertical = taps(height, rows);
  const horizontal = taps(width, cols);
  const result = new Float32Array(rows * cols);
  for (let r = 0; r < rows; r++) {
    const { low: top, high: bottom, share: down } = vertical[r];
    for (let c = 0; c < cols; c++) {
      const { low: left, high: right, share: across } = horizontal[c];
      const above = mix(plane[top * width + left], plane[top * width + right], across);
      const below = mix(plane[bottom * width + left], plane[bottom * width + right], across);
      result[r * cols + c] = mix(above, below, down);
    }
  }
  return result;
}

const mix = (a: number, b: number, share: number): number => a + (b - a) * share;

/** Of every position of an enlarged axis: its two neighbours, and how near it is to the higher one. */
export function taps(from: number, to: number): { low: number; high: number; share: number }[] {
  return Array.from({ length: to }, (_, i) => {
    const at = Math.max(0, ((i + 0.5) * from) / to - 0.5);
    const low = Math.min(Math.floor(at), from - 1);
    return { low, high: Math.min(low + 1, from - 1), share: at - low };
  });
}
