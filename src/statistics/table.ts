/** Scores of one stage and metric: a value for every draw and image. */
export interface ScoreTable {
  readonly draws: number;
  readonly images: number;
  /** Row-major, [draws, images]; NaN where the comparison is undefined. */
  readonly values: Float64Array;
}
