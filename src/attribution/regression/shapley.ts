import { leastSquares } from './ridge.ts';

/** Coalitions of players [rows, players], 1 for those in it, with what each is worth. */
export interface Coalitions {
  readonly members: Float64Array;
  readonly players: number;
  readonly worth: Float64Array;
  readonly weights: Float64Array;
  /** What nobody, and everybody, is worth. */
  readonly nobody: number;
  readonly everybody: number;
}

/**
 * Shapley values by regression on coalitions (Lundberg and Lee 2017, theorem 2): the worth of nobody and of everybody are met
 * exactly, for which the last player is eliminated. With all coalitions and Shapley's weights the values are exact.
 */
export function shapleyRegression({
  members,
  players,
  worth,
  weights,
  nobody,
  everybody,
}: Coalitions): Float64Array {
  const gain = everybody - nobody;
  if (players === 1) return Float64Array.of(gain);
  const columns = players - 1;
  const last = (row: number) => members[row * players + columns];
  const predictors = Float64Array.from({ length: worth.length * columns }, (_, i) => {
    const row = Math.floor(i / columns);
    return members[row * players + (i % columns)] - last(row);
  });
  const values = worth.map((value, row) => value - nobody - last(row) * gain);
  const first = leastSquares({ predictors, columns, values, weights }, 0);
  return Float64Array.from([...first, gain - first.reduce((sum, value) => sum + value, 0)]);
}

/** (M - 1) / (C(M, s) s (M - s)): the weight of a coalition of s of M players, 0 < s < M. */
export function shapleyWeight(players: number, size: number): number {
  let choices = 1;
  for (let i = 1; i <= size; i++) choices = (choices * (players - size + i)) / i;
  return (players - 1) / (choices * size * (players - size));
}
