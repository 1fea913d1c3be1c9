import { gammaln, probit } from 'simple-statistics';
import { regularisedBeta } from './beta.ts';

/** Beyond this the distribution is the normal one to 1e-6, and log-gamma differences would lose digits. */
const MOST_FREEDOM = 1e6;

/** Probability that Student's t with `freedom` > 0 (real) degrees of freedom is at most `t`. */
export function studentCdf(t: number, freedom: number): number {
  const tail = upperTail(Math.abs(t), Math.min(freedom, MOST_FREEDOM));
  return t > 0 ? 1 - tail : tail;
}

/**
 * The value that Student's t with `freedom` > 0 (real) degrees of freedom stays below with probability `p`, 0 < p < 1;
 * NaN for other arguments.
 */
export function studentQuantile(p: number, freedom: number): number {
  if (!(p > 0 && p < 1 && freedom > 0)) return Number.NaN;
  if (p === 0.5) return 0;
  if (p < 0.5) return -studentQuantile(1 - p, freedom);
  const df = Math.min(freedom, MOST_FREEDOM);
  const wanted = Math.log(1 - p);
  const logScale = gammaln((df + 1) / 2) - gammaln(df / 2) - 0.5 * Math.log(df * Math.PI);
  // Newton on log tail against log t: that curve is concave and falling, so that every step after the first
  // approaches the root from the same side, and almost straight in the heavy tail of few degrees of freedom.
  let logT = Math.log(Math.max(probit(p), 1e-3));
  for (let step = 0; step < 100; step++) {
    const t = Math.exp(logT);
    const tail = upperTail(t, df);
    const density = Math.exp(logScale - ((df + 1) / 2) * Math.log1p((t * t) / df));
    const change = ((Math.log(tail) - wanted) * tail) / (t * density);
    logT += change;
    if (Math.abs(change) < 1e-14 || !Number.isFinite(logT)) break;
  }
  // Not finite only where t itself lies beyond the largest number (freedom far below 1).
  return Number.isNaN(logT) ? Number.POSITIVE_INFINITY : Math.exp(logT);
}

function upperTail(t: number, df: number): number {
  const square = t * t;
  return 0.5 * regularisedBeta(df / (df + square), square / (df + square), df / 2, 0.5);
}
