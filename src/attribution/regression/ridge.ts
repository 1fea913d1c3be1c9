import { solvePositiveDefinite } from '../../statistics/linear.ts';

/** Rows of predictors, row-major [rows, columns], with what they predict and how much each row counts. */
export interface Observations {
  readonly predictors: Float64Array;
  readonly columns: number;
  readonly values: Float64Array;
  readonly weights: Float64Array;
}

/**
 * Coefficients that minimise sum w (y - b0 - x b)^2 + penalty |b|^2, the intercept b0 free and unpenalised. Without a penalty the
 * predictors must be independent; a share of 1e-9 of their squares is added where they are not.
 */
export function ridge({ predictors, columns, values, weights }: Observations, penalty: number): Float64Array {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const means = new Float64Array(columns);
  let mean = 0;
  values.forEach((value, row) => {
    const share = weights[row] / total;
    mean += share * value;
    for (let j = 0; j < columns; j++) means[j] += share * predictors[row * columns + j];
  });
  const centred = predictors.map((value, i) => value - means[i % columns]);
  return leastSquares(
    { predictors: centred, columns, values: values.map((value) => value - mean), weights },
    penalty,
  );
}

/** The same without an intercept. */
export function leastSquares(
  { predictors, columns, values, weights }: Observations,
  penalty: number,
): Float64Array {
  const squares = new Float64Array(columns * columns);
  const right = new Float64Array(columns);
  values.forEach((value, row) => {
    const from = row * columns;
    for (let i = 0; i < columns; i++) {
      const weighted = weights[row] * predictors[from + i];
      if (weighted === 0) continue;
      right[i] += weighted * value;
      for (let j = 0; j < columns; j++) squares[i * columns + j] += weighted * predictors[from + j];
    }
  });
  const solved = solvePositiveDefinite(
    withDiagonal(squares, columns, () => penalty),
    columns,
    right,
  );
  if (solved) return solved;
  const largest = squares.reduce((most, value) => Math.max(most, value), 0) || 1;
  return (
    solvePositiveDefinite(
      withDiagonal(squares, columns, () => penalty + 1e-9 * largest),
      columns,
      right,
    ) ?? right.fill(0)
  );
}

function withDiagonal(matrix: Float64Array, size: number, more: () => number): Float64Array {
  const sum = matrix.slice();
  for (let i = 0; i < size; i++) sum[i * size + i] += more();
  return sum;
}
