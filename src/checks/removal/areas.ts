/** Mean of a curve by the trapezoid rule, over equal steps. */
export function trapezoidMean(curve: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 1; k < curve.length; k++) sum += (curve[k - 1] + curve[k]) / 2;
  return sum / (curve.length - 1);
}

/** Area over the perturbation curve (Samek et al. 2017): mean drop from the first value, that of no step included. */
export function areaOver(curve: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < curve.length; k++) sum += curve[0] - curve[k];
  return sum / curve.length;
}

/** Symmetric relevance gain (Blücher et al. 2024): how much longer the class survives where the least relevant pixels go first. */
export const relevanceGain = (least: ArrayLike<number>, most: ArrayLike<number>): number =>
  trapezoidMean(least) - trapezoidMean(most);
