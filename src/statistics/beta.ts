import { gammaln } from 'simple-statistics';

const TINY = 1e-300;

/**
 * Regularised incomplete beta function I_x(a, b), for a, b > 0. `complement` is 1 - x, given apart so that an x close
 * to 1 keeps its precision.
 */
export function regularisedBeta(x: number, complement: number, a: number, b: number): number {
  if (!(x > 0)) return 0;
  if (!(complement > 0)) return 1;
  // The continued fraction converges fast below the mean of the distribution; above it the mirrored one does.
  if (x > (a + 1) / (a + b + 2)) return 1 - regularisedBeta(complement, x, b, a);
  const logFront =
    a * Math.log(x) + b * Math.log(complement) + gammaln(a + b) - gammaln(a) - gammaln(b) - Math.log(a);
  return Math.exp(logFront) / continuedFraction(x, a, b);
}

/** Denominator of I_x(a, b), NIST DLMF 8.17.22, by the modified Lentz algorithm. */
function continuedFraction(x: number, a: number, b: number): number {
  let value = 1;
  let c = 1;
  let d = 0;
  for (let step = 1; step <= 2000; step++) {
    const m = step >> 1;
    const term =
      step % 2 === 0
        ? (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
        : (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / (1 + term * d || TINY);
    c = 1 + term / c || TINY;
    const change = c * d;
    value *= change;
    if (Math.abs(change - 1) < 1e-15) break;
  }
  return value;
}
