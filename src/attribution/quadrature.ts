export const QUADRATURES = ['trapezoid', 'midpoint', 'right'] as const;
/** How the path integral of integrated gradients is approximated. */
export type Quadrature = (typeof QUADRATURES)[number];

export interface PathPoint {
  /** Position on the path: 0 at the baseline, 1 at the input. */
  readonly at: number;
  readonly weight: number;
}

/**
 * Points and weights (summing to 1) of the integral over [0, 1] in `steps` steps: `trapezoid` steps + 1 points with the
 * ends halved, `midpoint` the middle and `right` the end of each step. Sundararajan et al. 2017, eq. 3 is `right`.
 */
export function pathPoints(quadrature: Quadrature, steps: number): PathPoint[] {
  if (quadrature === 'trapezoid') {
    return Array.from({ length: steps + 1 }, (_, k) => ({
      at: k / steps,
      weight: (k === 0 || k === steps ? 0.5 : 1) / steps,
    }));
  }
  const shift = quadrature === 'midpoint' ? 0.5 : 1;
  return Array.from({ length: steps }, (_, k) => ({ at: (k + shift) / steps, weight: 1 / steps }));
}
