/** Scores of trained maps of different images. */
export interface FloorPairs {
  /** Indices of images, flat: i, j, i, j ... */
  readonly pairs: Int32Array;
  /** One score a pair; NaN where undefined. */
  readonly scores: Float64Array;
}

/** The floor seen from the images that it is used for. */
export interface Floor {
  /** F, the mean over the pairs. */
  readonly mean: number;
  /** F~_i for every image, in the order given; their mean is F. */
  readonly pseudoValues: Float64Array;
}

/**
 * The floor over the defined pairs in which both images are among `images`; null where there is none. Pairs share
 * images and are not independent, so the floor enters statistics as one pseudo-value per image, F~_i = 2 F_i - F,
 * where F_i is the mean over the pairs that contain image i (the projection of a U-statistic; Hoeffding, "A class of
 * statistics with asymptotically normal distribution", 1948). Where images lie in different numbers of pairs the
 * deviation from F is weighted by that number, F~_i = F + 2 w_i (F_i - F) with w_i of mean 1, so that the
 * pseudo-values keep the mean F.
 */
export function floorOver(floor: FloorPairs, images: readonly number[]): Floor | null {
  const position = new Map(images.map((image, index) => [image, index]));
  const sums = new Float64Array(images.length);
  const counts = new Float64Array(images.length);
  let total = 0;
  let pairs = 0;
  for (let pair = 0; pair < floor.scores.length; pair++) {
    const score = floor.scores[pair];
    const i = position.get(floor.pairs[2 * pair]);
    const j = position.get(floor.pairs[2 * pair + 1]);
    if (Number.isNaN(score) || i === undefined || j === undefined) continue;
    total += score;
    pairs++;
    for (const image of [i, j]) {
      sums[image] += score;
      counts[image]++;
    }
  }
  if (pairs === 0) return null;
  const mean = total / pairs;
  const meanCount = (2 * pairs) / images.length;
  const pseudoValues = sums.map((sum, image) => mean + (2 * (sum - counts[image] * mean)) / meanCount);
  return { mean, pseudoValues };
}

/** F over all defined pairs, null where there is none, and how many pairs are defined and undefined. */
export function summariseFloor(floor: FloorPairs): { mean: number | null; count: number; undefined: number } {
  const defined = floor.scores.filter((score) => !Number.isNaN(score));
  const mean = defined.length ? defined.reduce((sum, score) => sum + score, 0) / defined.length : null;
  return { mean, count: defined.length, undefined: floor.scores.length - defined.length };
}
