import type { Metric } from './metric.ts';
import { minMax } from './min-max.ts';
import { meanSimilarity, type Structure, structureOf } from './structure.ts';
import { gaussianTaps, uniformTaps } from './window.ts';

export interface SsimOptions {
  /** Gaussian weights of SD 1.5 pixels, 11 x 11 (the default), or the side of a square of equal weights, odd. */
  readonly window?: 'gaussian' | number;
  /**
   * Data range R of the stabilising constants (.01 R)^2 and (.03 R)^2. By default 1, the range of the normalised maps;
   * 2 gives the scores of Adebayo et al.'s notebooks.
   */
  readonly range?: number;
  /** Divide (co)variances by n - 1 rather than n, with n pixels in a window. By default true. */
  readonly sampleCovariance?: boolean;
}

/**
 * Structural similarity of the abs planes, each min-max normalised to [0, 1]: the mean over all windows that lie inside
 * the plane (Wang et al. 2004, section III; the constants and the sample covariance of scikit-image's
 * `structural_similarity`, whose reflected borders fall to its crop and so never count). In [-1, 1], exactly 1 for a
 * map with itself. Independent maps do not score 0. NaN for a constant or non-finite map.
 */
export function ssimMetric(options: SsimOptions = {}): Metric<Structure | null> {
  const { window = 'gaussian', range = 1, sampleCovariance = true } = options;
  if (window !== 'gaussian' && !(window >= 3 && window % 2 === 1)) {
    throw new RangeError(`expected an odd side of 3 or more for the SSIM window, got ${window}`);
  }
  const taps = window === 'gaussian' ? gaussianTaps(1.5, 5) : uniformTaps(window);
  const size = taps.length;
  const windows = { taps, correction: sampleCovariance ? size ** 2 / (size ** 2 - 1) : 1 };
  return {
    name: 'ssim',
    description: 'structural similarity of the absolute maps',
    words: {
      name: 'SSIM',
      short: 'SSIM',
      says: 'Structural similarity: whether two maps agree in brightness, contrast and structure within small windows. 1 is equal.',
    },
    view: 'abs',
    underMaps: true,
    gating: true,
    // Windows that are empty in both maps are equal.
    ofSharedZeros: (p) => p,
    inapplicable({ height, width, spatial }) {
      if (!spatial) return 'the maps have no rows and columns';
      if (Math.min(height, width) >= size) return null;
      return `maps of ${height}x${width} are smaller than the window of ${size}x${size}`;
    },
    prepare(plane) {
      const normalised = minMax(plane.values);
      return normalised && structureOf(plane, normalised, windows);
    },
    compare: (a, b) => (a === null || b === null ? Number.NaN : meanSimilarity(a, b, windows, range)),
  };
}

/** SSIM with a Gaussian window, sample covariance and R = 1. */
export const ssim = ssimMetric();
