import { requireSameSize } from './planes.ts';
import { type Taps, windowMeans } from './window.ts';

/** A plane with what windows inside it say of it. */
export interface Structure {
  readonly height: number;
  readonly width: number;
  /** height x width, row-major. */
  readonly values: Float64Array;
  /** Per window inside the plane: mean and variance. */
  readonly means: Float64Array;
  readonly variances: Float64Array;
}

/** How windows are looked at: their weights, and the factor of (co)variances, n / (n - 1) for those of a sample. */
export interface Windows {
  readonly taps: Taps;
  readonly correction: number;
}

/** Means and variances in all windows of a plane. */
export function structureOf(
  { height, width }: { readonly height: number; readonly width: number },
  values: Float64Array,
  { taps, correction }: Windows,
): Structure {
  const means = windowMeans(values, height, width, taps);
  const variances = windowMeans(multiply(values, values), height, width, taps);
  for (let i = 0; i < means.length; i++) variances[i] = correction * (variances[i] - means[i] * means[i]);
  return { height, width, values, means, variances };
}

/** Mean structural similarity over all windows, of data range R (Wang et al. 2004, section III). */
export function meanSimilarity(
  a: Structure,
  b: Structure,
  { taps, correction }: Windows,
  range: number,
): number {
  requireSameSize(a.height, b.height);
  requireSameSize(a.width, b.width);
  const c1 = (0.01 * range) ** 2;
  const c2 = (0.03 * range) ** 2;
  const products = windowMeans(multiply(a.values, b.values), a.height, a.width, taps);
  let sum = 0;
  for (let i = 0; i < products.length; i++) {
    const x = a.means[i];
    const y = b.means[i];
    const covariance = correction * (products[i] - x * y);
    const numerator = (2 * x * y + c1) * (2 * covariance + c2);
    sum += numerator / ((x * x + y * y + c1) * (a.variances[i] + b.variances[i] + c2));
  }
  return sum / products.length;
}

function multiply(a: Float64Array, b: Float64Array): Float64Array {
  const products = new Float64Array(a.length);
  for (let i = 0; i < a.length; i++) products[i] = a[i] * b[i];
  return products;
}
