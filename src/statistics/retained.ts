import { type Comparison, type Contrast, contrastOf } from './contrast.ts';
import { halfWidth } from './crossed.ts';
import type { Interval } from './verdict-types.ts';

/** Differences of scores up to here are rounding. */
export const ROUNDING = 1e-9;

/**
 * Retained similarity rho = (S - F) / (R - F) of a stage and its interval: the set of m for which D(m) = 0 is not
 * rejected (Fieller, "Some problems in interval estimation", 1954). All null where R is not above F; the ends are null
 * where the set is unbounded, that is where R - F is not clearly positive, and with one draw or one image.
 */
export function retainedInterval(comparison: Comparison): Interval {
  const contrast = contrastOf(comparison);
  return contrast ? retainedOf(contrast, comparison.confidence) : { mean: null, low: null, high: null };
}

export function retainedOf(contrast: Contrast, confidence: number): Interval {
  const slope = contrast.separation.mean;
  if (!(slope > ROUNDING)) return { mean: null, low: null, high: null };
  const atZero = contrast.at(0);
  const rho = atZero.mean / slope;
  // D(m) for large m is -m (R - F): the set is bounded exactly where zero separation is rejected.
  const separated = slope > halfWidth(contrast.separation, confidence);
  if (!separated) return { mean: rho, low: null, high: null };

  const excess = (m: number) => {
    const effects = contrast.at(m);
    return Math.abs(effects.mean) - halfWidth(effects, confidence);
  };
  const step = Math.max(halfWidth(contrast.at(rho), confidence) / slope, 1e-9);
  return { mean: rho, low: crossing(excess, rho, -step), high: crossing(excess, rho, step) };
}

/**
 * Where `excess`, at most zero at `inside`, turns positive in the direction of `step`: the step is doubled until it
 * has, then the false position is refined (Illinois variant). Null where that does not happen.
 */
function crossing(excess: (m: number) => number, inside: number, step: number): number | null {
  let near = inside;
  let far = inside + step;
  let nearExcess = Math.min(excess(near), 0);
  let farExcess = excess(far);
  for (let doubling = 1; !(farExcess > 0); doubling++) {
    if (doubling > 60 || Number.isNaN(farExcess)) return null;
    near = far;
    nearExcess = farExcess;
    far = inside + step * 2 ** doubling;
    farExcess = excess(far);
  }
  for (let turn = 0, side = 0; turn < 100 && Math.abs(far - near) > 1e-10; turn++) {
    const guess =
      nearExcess === 0 ? (near + far) / 2 : (near * farExcess - far * nearExcess) / (farExcess - nearExcess);
    const value = excess(guess);
    if (value > 0) {
      far = guess;
      farExcess = value;
      if (side === 1) nearExcess /= 2;
      side = 1;
    } else {
      near = guess;
      nearExcess = value;
      if (value === 0) break;
      if (side === -1) farExcess /= 2;
      side = -1;
    }
  }
  return near;
}
