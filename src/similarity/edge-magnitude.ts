/**
 * Sobel gradient magnitude of every channel of an input [H, W, C], summed over the channels: [H, W] row-major. Samples at the
 * border are repeated beyond it.
 */
export function edgeMagnitude(
  values: Float32Array | Float64Array,
  height: number,
  width: number,
): Float64Array {
  const channels = values.length / (height * width);
  const edges = new Float64Array(height * width);
  for (let row = 0; row < height; row++) {
    const rows = [Math.max(0, row - 1), row, Math.min(height - 1, row + 1)];
    for (let column = 0; column < width; column++) {
      const columns = [Math.max(0, column - 1), column, Math.min(width - 1, column + 1)];
      for (let k = 0; k < channels; k++) {
        const at = (r: number, c: number) => values[(rows[r] * width + columns[c]) * channels + k];
        const across = at(0, 2) - at(0, 0) + 2 * (at(1, 2) - at(1, 0)) + at(2, 2) - at(2, 0);
        const down = at(2, 0) - at(0, 0) + 2 * (at(2, 1) - at(0, 1)) + at(2, 2) - at(0, 2);
        edges[row * width + column] += Math.sqrt(across * across + down * down);
      }
    }
  }
  return edges;
}
