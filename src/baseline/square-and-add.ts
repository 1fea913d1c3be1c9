import type { Interval } from '../results/report.ts';

/**
 * Differences below this are never a move: half of the last digit that reports show. Runs of one plan differ by rounding
 * alone, on other processors or with other numbers of threads, and a method that ignores the weights has intervals of
 * no width.
 */
const LEAST_MOVE = 0.005;

/** What became of a value between two runs. */
export type Move = 'rose' | 'fell' | 'stayed';

/**
 * Whether a value moved beyond its joint interval: the interval of the difference of two independent estimates, by
 * squaring and adding the half widths on the sides that face each other (Zou & Donner, Statistics in Medicine 27, 2008).
 * With symmetric intervals of half widths g and h that is |after - before| > sqrt(g^2 + h^2). `stayed` where one of the
 * two, or one of their intervals, is undefined.
 */
export function moveOf(before: Interval, after: Interval): Move {
  const [b, a] = [bounds(before), bounds(after)];
  if (!b || !a) return 'stayed';
  const difference = a.mean - b.mean;
  const reach =
    difference > 0
      ? Math.hypot(a.mean - a.low, b.high - b.mean)
      : Math.hypot(a.high - a.mean, b.mean - b.low);
  if (Math.abs(difference) <= Math.max(reach, LEAST_MOVE)) return 'stayed';
  return difference > 0 ? 'rose' : 'fell';
}

function bounds({ mean, low, high }: Interval): { mean: number; low: number; high: number } | null {
  const known = [mean, low, high].every((value) => typeof value === 'number' && Number.isFinite(value));
  return known ? { mean: mean!, low: low!, high: high! } : null;
}
