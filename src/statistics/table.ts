/** Scores of one stage and metric: a value for every draw and image. */
export interface ScoreTable {
  readonly draws: number;
  readonly images: number;
  /** Row-major, [draws, images]; NaN where the comparison is undefined. */
  readonly values: Float64Array;
  /** Values are multiples of it, as of shares of a few pixels; absent where they are not. */
  readonly step?: number;
}
