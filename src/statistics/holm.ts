/**
 * Which of several hypotheses are rejected so that, whichever of them hold, none of those is with a probability above
 * `alpha` (Holm 1979, "A simple sequentially rejective multiple test procedure"): the smallest p-value is held against
 * alpha / n, the next against alpha / (n - 1), until one is not below. NaN is never rejected.
 */
export function holmRejections(pValues: readonly number[], alpha: number): boolean[] {
  const order = [...pValues.keys()].sort((a, b) => rank(pValues[a]) - rank(pValues[b]));
  const rejected = pValues.map(() => false);
  for (const [place, index] of order.entries()) {
    if (!(pValues[index] <= alpha / (pValues.length - place))) break;
    rejected[index] = true;
  }
  return rejected;
}

const rank = (p: number): number => (Number.isNaN(p) ? Number.POSITIVE_INFINITY : p);
