import type { Centred } from './pearson.ts';
import { centredRanks } from './spearman.ts';

/** A control whose ranks the others give to this share of its squares adds nothing. */
const NEW = 1e-10;

/** What is held constant in a partial correlation: planes as ranks. A constant plane and one that the others give drop out. */
export class Controls {
  readonly #ranks: readonly Centred[];
  /** Rows of the Cholesky factor of the controls' products. */
  readonly #factor: readonly Float64Array[];

  /** Planes of one size. */
  constructor(planes: readonly Float64Array[]) {
    const kept: Centred[] = [];
    const rows: Float64Array[] = [];
    for (const plane of planes) {
      const ranks = centredRanks(plane);
      if (!ranks) continue;
      const before = solveLower(
        rows,
        kept.map(({ values }) => product(values, ranks.values)),
      );
      const left = ranks.squares - before.reduce((sum, part) => sum + part * part, 0);
      if (!(left > NEW * ranks.squares)) continue;
      rows.push(Float64Array.from([...before, Math.sqrt(left)]));
      kept.push(ranks);
    }
    this.#ranks = kept;
    this.#factor = rows;
  }

  /** Coordinates of centred ranks in an orthonormal basis of the controls: their squares sum to what the controls explain. */
  coordinates(ranks: Centred['values']): Float64Array {
    return solveLower(
      this.#factor,
      this.#ranks.map(({ values }) => product(values, ranks)),
    );
  }

  /** What least squares on the controls leave of centred ranks. */
  residual(ranks: Centred['values']): Float64Array {
    const left = Float64Array.from(ranks);
    const weights = this.coordinates(ranks);
    for (let i = weights.length - 1; i >= 0; i--) {
      for (let j = i + 1; j < weights.length; j++) weights[i] -= this.#factor[j][i] * weights[j];
      weights[i] /= this.#factor[i][i];
      const { values } = this.#ranks[i];
      for (let p = 0; p < left.length; p++) left[p] -= weights[i] * values[p];
    }
    return left;
  }
}

/** Solves L x = b for a lower triangle L of as many rows as b has values. */
function solveLower(rows: readonly Float64Array[], right: readonly number[]): Float64Array {
  const x = Float64Array.from(right);
  for (let i = 0; i < x.length; i++) {
    for (let j = 0; j < i; j++) x[i] -= rows[i][j] * x[j];
    x[i] /= rows[i][i];
  }
  return x;
}

/** The sum of the products of two vectors. */
export function product(a: Centred['values'], b: Centred['values']): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
