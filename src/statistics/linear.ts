/**
 * Solves A x = b for a symmetric positive definite A (row-major, size x size) by Cholesky's decomposition, or gives
 * null where A is singular to rounding. A and b are left alone.
 */
export function solvePositiveDefinite(
  matrix: Float64Array,
  size: number,
  right: Float64Array,
): Float64Array | null {
  const lower = new Float64Array(size * size);
  const x = Float64Array.from(right);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = matrix[row * size + column];
      for (let k = 0; k < column; k++) sum -= lower[row * size + k] * lower[column * size + k];
      if (row === column) {
        if (!(sum > 1e-10 * matrix[row * size + row])) return null;
        lower[row * size + row] = Math.sqrt(sum);
      } else {
        lower[row * size + column] = sum / lower[column * size + column];
      }
    }
  }
  for (let row = 0; row < size; row++) {
    for (let k = 0; k < row; k++) x[row] -= lower[row * size + k] * x[k];
    x[row] /= lower[row * size + row];
  }
  for (let row = size - 1; row >= 0; row--) {
    for (let k = row + 1; k < size; k++) x[row] -= lower[k * size + row] * x[k];
    x[row] /= lower[row * size + row];
  }
  return x;
}
