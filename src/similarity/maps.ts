/** Attribution maps of a batch of inputs. */
export interface Maps {
  /** Shape of one map without the batch axis: [H, W, C], [H, W] or [features]. */
  readonly shape: readonly number[];
  /** Number of maps. */
  readonly count: number;
  /** Signed, row-major, `count` times the product of `shape`. */
  readonly values: Float32Array;
}
