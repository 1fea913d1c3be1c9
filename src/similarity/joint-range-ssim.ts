import type { Plane } from './metric.ts';
import { valueRange } from './min-max.ts';
import { requireSameSize } from './planes.ts';
import { ssim } from './ssim.ts';
import { gaussianTaps, type Taps, windowMeans } from './window.ts';

interface Scene {
  readonly height: number;
  readonly width: number;
  readonly values: Float64Array;
  readonly means: Float64Array;
  readonly squares: Float64Array;
  readonly low: number;
  readonly high: number;
}

/**
 * SSIM of two planes as they are, its data range R being the largest less the smallest value of both together. Gaussian window
 * of SD 1.5, 11 x 11, unless other taps are given; sample covariance. NaN where a plane is constant or not finite.
 */
export function jointRangeSsim(taps: Taps = gaussianTaps(1.5, 5)) {
  const size = taps.length;
  const correction = size ** 2 / (size ** 2 - 1);
  return {
    inapplicable: ssim.inapplicable,
    prepare({ height, width }: Pick<Plane, 'height' | 'width'>, values: Float64Array | null): Scene | null {
      const range = values && valueRange(values);
      if (!values || !range) return null;
      const means = windowMeans(values, height, width, taps);
      const squares = windowMeans(multiply(values, values), height, width, taps);
      return { height, width, values, means, squares, ...range };
    },
    compare(a: Scene | null, b: Scene | null): number {
      if (a === null || b === null) return Number.NaN;
      requireSameSize(a.height, b.height);
      requireSameSize(a.width, b.width);
      const range = Math.max(a.high, b.high) - Math.min(a.low, b.low);
      const c1 = (0.01 * range) ** 2;
      const c2 = (0.03 * range) ** 2;
      const products = windowMeans(multiply(a.values, b.values), a.height, a.width, taps);
      let sum = 0;
      for (let i = 0; i < products.length; i++) {
        const x = a.means[i];
        const y = b.means[i];
        const covariance = correction * (products[i] - x * y);
        const variances = correction * (a.squares[i] - x * x + (b.squares[i] - y * y));
        sum += ((2 * x * y + c1) * (2 * covariance + c2)) / ((x * x + y * y + c1) * (variances + c2));
      }
      return sum / products.length;
    },
  };
}

function multiply(a: Float64Array, b: Float64Array): Float64Array {
  const products = new Float64Array(a.length);
  for (let i = 0; i < a.length; i++) products[i] = a[i] * b[i];
  return products;
}
