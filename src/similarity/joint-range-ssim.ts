import type { Plane } from './metric.ts';
import { valueRange } from './min-max.ts';
import { ssim } from './ssim.ts';
import { meanSimilarity, type Structure, structureOf } from './structure.ts';
import { gaussianTaps, type Taps } from './window.ts';

/** A plane with its smallest and largest value. */
interface Scene extends Structure {
  readonly low: number;
  readonly high: number;
}

/**
 * SSIM of two planes as they are, its data range R being the largest less the smallest value of both together. Gaussian window
 * of SD 1.5, 11 x 11, unless other taps are given; sample covariance. NaN where a plane is constant or not finite.
 */
export function jointRangeSsim(taps: Taps = gaussianTaps(1.5, 5)) {
  const size = taps.length;
  const windows = { taps, correction: size ** 2 / (size ** 2 - 1) };
  return {
    inapplicable: ssim.inapplicable,
    prepare(plane: Pick<Plane, 'height' | 'width'>, values: Float64Array | null): Scene | null {
      const range = values && valueRange(values);
      return values && range ? { ...structureOf(plane, values, windows), ...range } : null;
    },
    compare(a: Scene | null, b: Scene | null): number {
      if (a === null || b === null) return Number.NaN;
      return meanSimilarity(a, b, windows, Math.max(a.high, b.high) - Math.min(a.low, b.low));
    },
  };
}
